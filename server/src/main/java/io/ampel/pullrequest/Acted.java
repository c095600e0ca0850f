package io.ampel.pullrequest;

import java.util.UUID;

/** Published when somebody does something to a pull request, which more may follow. */
public record Acted(UUID repository) {}
