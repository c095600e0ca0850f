/** The make-believe world in GitHub's words: its REST and GraphQL, its refusals and its limits. */
@NullMarked
package io.ampel.simulator.github;

import org.jspecify.annotations.NullMarked;
