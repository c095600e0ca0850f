package io.ampel.search;

import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.TrafficLight;
import java.time.Duration;
import java.util.List;

/** One thing that is asked of a pull request. */
public sealed interface Term {

  record Light(TrafficLight light) implements Term {}

  record State(PullRequest.State state) implements Term {}

  record Draft() implements Term {}

  record Turn(Whose whose) implements Term {}

  /**
   * @param pattern may hold {@code *}; {@code me} is whoever asks, where people are meant
   */
  record Named(Field field, String pattern) implements Term {}

  record From(Provider provider) implements Term {}

  record Checks(Outcome outcome) implements Term {}

  record Reviewed(Decision decision) implements Term {}

  /** How long ago it was opened, or since when it stands at its light. */
  record Since(Clock clock, boolean longer, Duration time) implements Term {}

  /** Changed lines, added and deleted. */
  record Size(boolean larger, int lines) implements Term {}

  record ByBot() implements Term {}

  record Text(String words) implements Term {}

  record Not(Term term) implements Term {}

  /** At least one of several. */
  record Any(List<Term> terms) implements Term {
    public Any {
      terms = List.copyOf(terms);
    }
  }

  /** Whose turn it is. */
  enum Whose {
    ME,
    AUTHOR,
    REVIEWER,
    NOBODY
  }

  /** What has a name. */
  enum Field {
    AUTHOR,
    REVIEWER,
    REPOSITORY,
    LABEL,
    BASE,
    HEAD
  }

  /** How the checks stand. */
  enum Outcome {
    PASSED,
    FAILED,
    RUNNING,
    NONE
  }

  /** How the reviews stand. */
  enum Decision {
    APPROVED,
    REQUIRED,
    CHANGES
  }

  /** From where time is counted. */
  enum Clock {
    OPENED,
    WAITING
  }

  /** The term itself, or what a negation negates. */
  default Term bare() {
    return this instanceof Not(var term) ? term.bare() : this;
  }

  /** Terms of the same axis widen each other, all others narrow. */
  default boolean widens(Term other) {
    return switch (this) {
      case Light _ -> other instanceof Light;
      case State _ -> other instanceof State;
      case From _ -> other instanceof From;
      case Named(var field, _) ->
          (field == Field.AUTHOR || field == Field.REPOSITORY)
              && other instanceof Named(var otherField, _)
              && field == otherField;
      case Any(var terms) -> !terms.isEmpty() && terms.getFirst().widens(other);
      case Draft _, Turn _, Checks _, Reviewed _, Since _, Size _, ByBot _, Text _, Not _ -> false;
    };
  }
}
