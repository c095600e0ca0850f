package io.ampel.pullrequest;

import java.time.Duration;

/**
 * Published in the transaction that saves a known pull request after the provider said it changed.
 *
 * @param late how long ago that change was, by the provider's clock
 */
public record ChangeArrived(Duration late) {}
