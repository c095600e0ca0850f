/** What the make-believe GitHub says, held against what GitHub publishes. */
@org.jspecify.annotations.NullMarked
package io.ampel.simulator.github;
