package io.ampel.simulator.gitlab;

import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Review;
import io.ampel.simulator.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** Somebody who is asked for a review, and how far they are. */
record Reviewer(Person person, State state) {
  /** GitLab's words for how far a review is. */
  enum State {
    UNREVIEWED,
    REVIEWED,
    REQUESTED_CHANGES,
    APPROVED,
    UNAPPROVED,
    REVIEW_STARTED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static List<Reviewer> of(PullRequest pr) {
    var people = new LinkedHashSet<>(pr.asked());
    pr.reviews().stream()
        .filter(each -> each.verdict() != Verdict.APPROVED)
        .map(Review::author)
        .filter(each -> each != null && !each.equals(pr.author()))
        .forEach(people::add);
    return people.stream().map(each -> new Reviewer(each, state(pr, each))).toList();
  }

  /** Asking again starts the review anew. */
  static State state(PullRequest pr, Person person) {
    if (pr.requests().stream().anyMatch(each -> person.equals(each.person()))) {
      return State.UNREVIEWED;
    }
    var state = State.UNREVIEWED;
    for (var each : pr.reviews()) {
      if (person.equals(each.author())) {
        state = after(state, each.verdict());
      }
    }
    return state;
  }

  private static State after(State before, Verdict verdict) {
    return switch (verdict) {
      case APPROVED -> State.APPROVED;
      case CHANGES_REQUESTED -> State.REQUESTED_CHANGES;
      case DISMISSED -> State.UNAPPROVED;
      case PENDING -> State.REVIEW_STARTED;
      case COMMENTED -> before == State.UNREVIEWED ? State.REVIEWED : before;
    };
  }
}
