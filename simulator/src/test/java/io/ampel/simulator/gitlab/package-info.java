/** What the make-believe GitLab says, held against what GitLab's documentation and source say. */
@org.jspecify.annotations.NullMarked
package io.ampel.simulator.gitlab;
