@org.jspecify.annotations.NullMarked
package io.ampel.act;
