package io.ampel.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One provider's words for the world, mounted below a path of its own. */
public interface Provider {
  /** Answers a request whose path starts after the provider's prefix. */
  Answer answer(Request request);

  /** The token a request carries, whatever header this provider wants it in. */
  Optional<String> tokenIn(Request request);

  /** How this provider says that the caller asked too much. */
  Answer limited(Request request, boolean secondary, int status, String retryAfter);

  /** Forgets what was counted against the callers' budgets. */
  void reset();

  /** Answers after as much time as the real one would take, and counts it against the caller. */
  void timeModel(Duration perPullRequest);

  /**
   * Tells those who asked to be told.
   *
   * @param base where this provider is reached
   */
  default void happened(World world, List<News> news, URI base) {}
}
