@org.jspecify.annotations.NullMarked
package io.ampel.bench;
