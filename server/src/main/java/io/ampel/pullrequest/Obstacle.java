package io.ampel.pullrequest;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that stands in the way of the merge and that the provider names by itself, beside
 * checks, reviews and branches.
 *
 * @param details what the words need, for example how many tasks are open
 * @param until when it goes away by itself, null when it does not or when that is not told
 */
public record Obstacle(
    Kind kind, List<String> details, @Nullable String url, @Nullable Instant until) {

  public enum Kind {
    /** Another pull request must be merged first. */
    WAITS_FOR_OTHER,
    /** It may not be merged before a certain time. */
    NOT_BEFORE,
    /** The title is not of the form that the repository demands. */
    TITLE_REFUSED,
    ISSUE_KEY_MISSING,
    POLICY_RUNNING,
    POLICY_VIOLATED,
    /** A service outside the provider has not answered yet, or has said no. */
    SERVICE_RUNNING,
    SERVICE_FAILED,
    FILES_LOCKED,
    /** There is nothing to merge, or the source branch is gone. */
    NO_COMMITS,
    /** A pipeline is demanded and none has started. */
    PIPELINE_MISSING,
    TASKS_OPEN
  }

  public Obstacle {
    details = List.copyOf(details);
  }

  public static Obstacle of(Kind kind, Object... details) {
    return new Obstacle(kind, List.of(details).stream().map(String::valueOf).toList(), null, null);
  }

  public Obstacle at(@Nullable String address) {
    return new Obstacle(kind, details, address, until);
  }

  public Obstacle until(@Nullable Instant instant) {
    return new Obstacle(kind, details, url, instant);
  }
}
