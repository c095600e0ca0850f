/** What the make-believe code host promises to whoever tests against it. */
@org.jspecify.annotations.NullMarked
package io.ampel.simulator;
