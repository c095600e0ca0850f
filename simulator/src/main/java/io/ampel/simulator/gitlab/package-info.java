/** GitLab's words for the simulated world: REST and GraphQL, free and paid, new and old. */
@NullMarked
package io.ampel.simulator.gitlab;

import org.jspecify.annotations.NullMarked;
