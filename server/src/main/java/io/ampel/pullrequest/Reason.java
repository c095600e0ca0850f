package io.ampel.pullrequest;

import static io.ampel.pullrequest.TrafficLight.BLOCKED;
import static io.ampel.pullrequest.TrafficLight.UNKNOWN;
import static io.ampel.pullrequest.TrafficLight.WAITING;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that stands between a pull request and the merge. Its words are in {@link ReasonText}.
 *
 * @param actors who must act, nobody when empty
 * @param since when it began, as far as known
 * @param evidence where to look, null when there is nothing to open
 * @param certain false when a rule that no token can read was guessed
 * @param details what the words need: names, numbers, the provider's raw word
 */
public record Reason(
    Code code,
    List<Actor> actors,
    @Nullable Instant since,
    @Nullable String evidence,
    boolean certain,
    List<String> details) {

  public Reason {
    actors = List.copyOf(actors);
    details = List.copyOf(details);
  }

  static Reason of(Code code, Actor... actors) {
    return new Reason(code, List.of(actors), null, null, true, List.of());
  }

  static Reason of(Code code, List<Actor> actors) {
    return new Reason(code, actors, null, null, true, List.of());
  }

  Reason since(@Nullable Instant instant) {
    return new Reason(code, actors, instant, evidence, certain, details);
  }

  Reason evidence(@Nullable String url) {
    return new Reason(code, actors, since, url, certain, details);
  }

  Reason details(Object... words) {
    var texts = List.of(words).stream().map(String::valueOf).toList();
    return new Reason(code, actors, since, evidence, certain, texts);
  }

  Reason guessed(boolean guess) {
    return new Reason(code, actors, since, evidence, certain && !guess, details);
  }

  public TrafficLight light() {
    return code.light;
  }

  /** The same obstacle, whatever the moment it was seen. */
  boolean isSame(Reason other) {
    return code == other.code && actors.equals(other.actors) && details.equals(other.details);
  }

  /** What to do next. */
  public enum Action {
    RESOLVE_CONFLICTS,
    MARK_READY,
    ADDRESS_REVIEW,
    REVIEW,
    REQUEST_REVIEW,
    RESOLVE_CONVERSATIONS,
    RESOLVE_TASKS,
    EDIT_TITLE,
    ADD_ISSUE_KEY,
    PUSH,
    FIX_CHECK,
    START_CHECK,
    UPDATE_BRANCH,
    UNARCHIVE,
    GRANT_PERMISSION,
    ASK_MAINTAINER,
    WAIT
  }

  /** Every obstacle there is, with the light it gives and the next step it asks for. */
  public enum Code {
    CONFLICT(BLOCKED, Action.RESOLVE_CONFLICTS),
    REPOSITORY_READ_ONLY(BLOCKED, Action.UNARCHIVE),
    CHANGES_REQUESTED(BLOCKED, Action.ADDRESS_REVIEW),
    CHECK_FAILED(BLOCKED, Action.FIX_CHECK),
    CHECK_NEVER_STARTED(BLOCKED, Action.ASK_MAINTAINER),
    CONVERSATIONS_UNRESOLVED(BLOCKED, Action.RESOLVE_CONVERSATIONS),
    QUEUE_REJECTED(BLOCKED, Action.FIX_CHECK),
    TASKS_OPEN(BLOCKED, Action.RESOLVE_TASKS),
    TITLE_REFUSED(BLOCKED, Action.EDIT_TITLE),
    ISSUE_KEY_MISSING(BLOCKED, Action.ADD_ISSUE_KEY),
    POLICY_VIOLATED(BLOCKED, Action.ASK_MAINTAINER),
    SERVICE_FAILED(BLOCKED, Action.ASK_MAINTAINER),
    FILES_LOCKED(BLOCKED, Action.ASK_MAINTAINER),
    NO_COMMITS(BLOCKED, Action.PUSH),
    DRAFT(WAITING, Action.MARK_READY),
    APPROVALS_MISSING(WAITING, Action.REVIEW),
    GROUP_APPROVALS_MISSING(WAITING, Action.REVIEW),
    NOBODY_ASKED(WAITING, Action.REQUEST_REVIEW),
    CODE_OWNER_MISSING(WAITING, Action.REVIEW),
    LAST_PUSH_APPROVAL_MISSING(WAITING, Action.REVIEW),
    REVIEW_PENDING(WAITING, Action.REVIEW),
    CHECK_RUNNING(WAITING, Action.WAIT),
    CHECK_MISSING(WAITING, Action.WAIT),
    CHECK_NEEDS_PERSON(WAITING, Action.START_CHECK),
    BEHIND(WAITING, Action.UPDATE_BRANCH),
    IN_QUEUE(WAITING, Action.WAIT),
    AUTO_MERGE(WAITING, Action.WAIT),
    WAITS_FOR_OTHER(WAITING, Action.WAIT),
    NOT_BEFORE(WAITING, Action.WAIT),
    POLICY_RUNNING(WAITING, Action.WAIT),
    SERVICE_RUNNING(WAITING, Action.WAIT),
    PIPELINE_MISSING(WAITING, Action.START_CHECK),
    BUILDS_MISSING(WAITING, Action.WAIT),
    CHECKS_UNREADABLE(UNKNOWN, Action.GRANT_PERMISSION),
    CHECKS_OUTDATED(UNKNOWN, Action.WAIT),
    CHECK_UNKNOWN(UNKNOWN, Action.ASK_MAINTAINER),
    MERGEABILITY_COMPUTING(UNKNOWN, Action.WAIT),
    PROVIDER_BLOCKS(UNKNOWN, Action.ASK_MAINTAINER),
    WORD_UNKNOWN(UNKNOWN, Action.ASK_MAINTAINER),
    HEAD_UNKNOWN(UNKNOWN, Action.WAIT);

    private final TrafficLight light;
    private final Action action;

    Code(TrafficLight light, Action action) {
      this.light = light;
      this.action = action;
    }

    public TrafficLight light() {
      return light;
    }

    /** They end when a check begins or ends. */
    static Set<Code> checksToCome() {
      return EnumSet.of(
          CHECK_RUNNING,
          CHECK_MISSING,
          CHECK_NEEDS_PERSON,
          CHECK_UNKNOWN,
          CHECKS_OUTDATED,
          BUILDS_MISSING,
          PIPELINE_MISSING);
    }

    /** They end when somebody runs a check again. */
    static Set<Code> checksThatFailed() {
      return EnumSet.of(CHECK_FAILED, CHECK_NEVER_STARTED);
    }

    public Action action() {
      return action;
    }
  }
}
