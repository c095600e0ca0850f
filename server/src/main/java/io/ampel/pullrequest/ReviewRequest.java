package io.ampel.pullrequest;

/** Somebody was asked for a review and has not answered. */
public record ReviewRequest(Account reviewer, boolean codeOwner) {}
