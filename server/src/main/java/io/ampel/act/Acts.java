package io.ampel.act;

import io.ampel.act.ActAnswer.Outcome;
import io.ampel.act.ActRequest.Comment;
import io.ampel.act.ActRequest.DeedOf;
import io.ampel.act.ActRequest.RerunFailed;
import io.ampel.act.ActRequest.ReviewOf;
import io.ampel.identity.Audit;
import io.ampel.identity.Person;
import io.ampel.provider.Access;
import io.ampel.provider.Act;
import io.ampel.provider.ActOutcome;
import io.ampel.provider.Connector;
import io.ampel.provider.Connectors;
import io.ampel.provider.Deed;
import io.ampel.provider.Feature;
import io.ampel.provider.ProviderFailure;
import io.ampel.pullrequest.Check.State;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.PullRequests.Stored;
import io.ampel.pullrequest.Review;
import io.ampel.web.Problem;
import io.ampel.web.Texts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Does what somebody asks for once, and finds out what came of it. */
@Component
class Acts {
  /** Longer than any attempt takes: without an answer by then, Ampel was stopped in between. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Reach reach;
  private final Rereading rereading;
  private final Connectors connectors;
  private final Traces traces;
  private final ActAttempts attempts;
  private final Audit audit;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Acts(
      Reach reach,
      Rereading rereading,
      Connectors connectors,
      Traces traces,
      ActAttempts attempts,
      Audit audit,
      TransactionTemplate transaction,
      Clock clock) {
    this.reach = reach;
    this.rereading = rereading;
    this.connectors = connectors;
    this.traces = traces;
    this.attempts = attempts;
    this.audit = audit;
    this.transaction = transaction;
    this.clock = clock;
  }

  ActAnswer send(
      Person person, String id, ActRequest request, @Nullable String idempotencyKey, Texts texts) {
    var seen = reach.seen(person, id);
    var lack = request.lack();
    if (lack != null) {
      throw Problem.invalid("body", texts.of(lack));
    }
    if (!isOffered(seen, request)) {
      return new ActAnswer(Outcome.REFUSED, texts.of("act.notOffered"), null);
    }
    var access = account(person, seen, request);
    if (access.isEmpty()) {
      return new ActAnswer(
          Outcome.NOT_PERMITTED, texts.of(lackOfAccount(person, seen, request)), null);
    }
    var attempt =
        attempts.begin(seen.id(), person.id(), access.get().account(), request, idempotencyKey);
    return attempt.isEmpty()
        ? repeated(person, seen, request, String.valueOf(idempotencyKey), texts)
        : finish(attempt.get(), person, seen, access.get(), request, texts);
  }

  private boolean isOffered(Stored seen, ActRequest request) {
    var repository = seen.repository();
    return connectors.of(repository).features(repository.instance()).contains(needs(request));
  }

  private static Feature needs(ActRequest request) {
    return switch (request) {
      case Comment _ -> Feature.COMMENT;
      case ReviewOf(var verdict, _, _) ->
          switch (verdict) {
            case APPROVED -> Feature.APPROVE;
            case CHANGES_REQUESTED -> Feature.REQUEST_CHANGES;
            case COMMENTED, DISMISSED -> Feature.COMMENT;
          };
      case DeedOf(var deed) -> deed.needs();
      case RerunFailed _ -> Feature.RERUN;
    };
  }

  private Optional<Access> account(Person person, Stored seen, ActRequest request) {
    return judges(request) ? reach.judge(person, seen) : reach.account(person, seen, act(request));
  }

  private static boolean judges(ActRequest request) {
    return request instanceof ReviewOf(var verdict, _, _)
        && (verdict == Review.Verdict.APPROVED || verdict == Review.Verdict.CHANGES_REQUESTED);
  }

  private String lackOfAccount(Person person, Stored seen, ActRequest request) {
    var mayOthers = judges(request) && reach.account(person, seen, act(request)).isPresent();
    return mayOthers ? "act.own" : "act.noAccount";
  }

  /**
   * The answer of the first request with this key, which may be on its way; the same key for
   * something else is a mistake.
   */
  private ActAnswer repeated(
      Person person, Stored seen, ActRequest request, String key, Texts texts) {
    var first = attempts.withKey(person.id(), key).orElseThrow(Problem::notFound);
    if (!first.pullRequest().equals(seen.id()) || !first.request().equals(request.toString())) {
      throw Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDEMPOTENCY_KEY_REUSED");
    }
    if (first.startedAt().isAfter(clock.instant().minus(LONGEST))) {
      return answerOf(person, key)
          .orElseThrow(() -> Problem.of(HttpStatus.CONFLICT, "STILL_RUNNING"));
    }
    return Objects.requireNonNullElseGet(
        first.answer(), () -> new ActAnswer(Outcome.UNKNOWN, texts.of("act.interrupted"), null));
  }

  /** Waits for the request that came first. */
  private Optional<ActAnswer> answerOf(Person person, String key) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var answer = attempts.withKey(person.id(), key).map(ActAttempts.Attempt::answer);
      if (answer.isPresent()) {
        return answer;
      }
      pause();
    }
    return Optional.empty();
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private ActAnswer finish(
      UUID attempt, Person person, Stored seen, Access access, ActRequest request, Texts texts) {
    var begun = clock.instant();
    var answer = answer(seen, access, request, begun, texts);
    transaction.executeWithoutResult(_ -> {
      attempts.finish(attempt, answer);
      record(person, seen, request, answer);
    });
    return answer;
  }

  private ActAnswer answer(
      Stored seen, Access access, ActRequest request, Instant begun, Texts texts) {
    var obstacle = obstacle(seen, access, request, texts);
    if (obstacle != null) {
      return obstacle;
    }
    ActOutcome outcome;
    try {
      outcome = ask(seen, access, request);
    } catch (ProviderFailure e) {
      reach.failed(access, e.problem());
      return new ActAnswer(
          Outcome.REFUSED, texts.of("act.notAsked", Rereading.words(e.problem())), null);
    }
    var reread = rereading.of(seen, access);
    return switch (outcome) {
      case ActOutcome.Done(var url) -> done(request, url, texts);
      case ActOutcome.Refused(var words) ->
          new ActAnswer(Outcome.REFUSED, texts.of("act.refused", words), null);
      case ActOutcome.HeadMoved _ ->
          new ActAnswer(Outcome.HEAD_MOVED, texts.of("act.headMoved"), null);
      case ActOutcome.NotPermitted(var words, var missing) ->
          new ActAnswer(
              Outcome.NOT_PERMITTED,
              missing.isEmpty()
                  ? texts.of("act.notPermitted", words)
                  : texts.of("act.notPermitted.missing", words, String.join(", ", missing)),
              null);
      case ActOutcome.Unknown(var words) ->
          traces.of(seen, access, request, begun, reread)
              ? done(request, null, texts)
              : new ActAnswer(Outcome.UNKNOWN, texts.of("act.unknown", words), null);
    };
  }

  /** What is about the commit that the person saw needs it to be the head, read right before. */
  private @Nullable ActAnswer obstacle(
      Stored seen, Access access, ActRequest request, Texts texts) {
    var headSha = headSeen(request);
    if (headSha == null) {
      return null;
    }
    return switch (rereading.of(seen, access)) {
      case Rereading.Result.Read(var now) ->
          now.facts().headSha().equals(headSha)
              ? null
              : new ActAnswer(Outcome.HEAD_MOVED, texts.of("act.headMoved"), null);
      case Rereading.Result.Failed(var why) ->
          new ActAnswer(Outcome.REFUSED, texts.of("act.notAsked", why), null);
    };
  }

  private static @Nullable String headSeen(ActRequest request) {
    return switch (request) {
      case ReviewOf(_, _, var headSha) -> headSha;
      case DeedOf(Deed.UpdateBranch(var headSha)) -> headSha;
      case Comment _, DeedOf _, RerunFailed _ -> null;
    };
  }

  private ActOutcome ask(Stored seen, Access access, ActRequest request) {
    var connector = connectors.of(seen.repository());
    var number = seen.facts().number();
    return switch (request) {
      case Comment(var body) -> connector.comment(access, seen.repository(), number, body);
      case ReviewOf(var verdict, var body, var headSha) ->
          connector.review(access, seen.repository(), number, verdict, body, headSha);
      case DeedOf(var deed) -> connector.act(access, seen.repository(), number, deed);
      case RerunFailed _ -> rerun(connector, seen, access);
    };
  }

  /** Several checks may belong to one run, which is started once; the first refusal ends it. */
  private static ActOutcome rerun(Connector connector, Stored seen, Access access) {
    ActOutcome outcome = new ActOutcome.Refused("no failed check can be run again");
    for (var run : failedRuns(seen.facts())) {
      outcome =
          connector.act(access, seen.repository(), seen.facts().number(), new Deed.Rerun(run));
      if (!(outcome instanceof ActOutcome.Done)) {
        return outcome;
      }
    }
    return outcome;
  }

  private static List<String> failedRuns(PullRequest facts) {
    return facts.checks().all().stream()
        .filter(check -> check.state() == State.FAILED || check.state() == State.CANCELLED)
        .flatMap(check -> Stream.ofNullable(check.rerun()))
        .distinct()
        .toList();
  }

  private static ActAnswer done(ActRequest request, @Nullable String url, Texts texts) {
    return new ActAnswer(Outcome.DONE, texts.of("act.done." + request.kind()), url);
  }

  private static Act act(ActRequest request) {
    return switch (request) {
      case Comment _, RerunFailed _ -> Act.COMMENT;
      case ReviewOf _ -> Act.APPROVE;
      case DeedOf(var deed) -> deed instanceof Deed.Withdraw ? Act.APPROVE : Act.COMMENT;
    };
  }

  private void record(Person person, Stored seen, ActRequest request, ActAnswer answer) {
    var details = new LinkedHashMap<String, Object>();
    details.put("repository", seen.repository().fullName());
    details.put("number", seen.facts().number());
    details.put("kind", request.kind());
    details.put("answer", answer.outcome().name());
    audit.record(
        person.id(), "pull-request.acted", "pull-request", seen.id(), told(answer), details);
  }

  private static Audit.Outcome told(ActAnswer answer) {
    return switch (answer.outcome()) {
      case DONE -> Audit.Outcome.DONE;
      case UNKNOWN -> Audit.Outcome.UNKNOWN;
      case REFUSED, HEAD_MOVED, NOT_PERMITTED -> Audit.Outcome.REFUSED;
    };
  }
}
