package io.ampel.pullrequest;

import java.util.UUID;

/** Published in the transaction that saves a change which people can see. */
public record PullRequestChanged(UUID pullRequest, UUID repository) {}
