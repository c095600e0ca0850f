/**
 * A make-believe code host: one world of people, repositories and pull requests that looks, over
 * real HTTP, like the providers Ampel talks to.
 *
 * <p>Tests run it in-process: {@code try (var simulator = Simulator.start(0)) { … }}, describe the
 * situation they need, for example {@code
 * simulator.world().repository("acme/api").pullRequest(7).author("ben").check("build",
 * CheckState.FAILED)}, and point Ampel at {@link io.ampel.simulator.Simulator#githubBase()} or
 * another provider's. Every word of the model is provider-neutral; what a provider calls it stands
 * in a package of its own.
 */
@NullMarked
package io.ampel.simulator;

import org.jspecify.annotations.NullMarked;
