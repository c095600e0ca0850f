package io.ampel.act;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.Connectors;
import io.ampel.provider.ProviderAccounts;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.PullRequestAnswer;
import io.ampel.pullrequest.Acted;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.PullRequests;
import io.ampel.pullrequest.PullRequests.Reading;
import io.ampel.pullrequest.PullRequests.Stored;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Reads one pull request again, before and after something is done to it. Public because merging
 * begins and ends with it.
 */
@Component
public class Rereading {
  private static final List<Duration> PATIENCE =
      List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  private final Connectors connectors;
  private final PullRequests pullRequests;
  private final ProviderAccounts accounts;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Rereading(
      Connectors connectors,
      PullRequests pullRequests,
      ProviderAccounts accounts,
      ApplicationEventPublisher events,
      Clock clock) {
    this.connectors = connectors;
    this.pullRequests = pullRequests;
    this.accounts = accounts;
    this.events = events;
    this.clock = clock;
  }

  /** What came of reading again. */
  public sealed interface Result {
    record Read(Stored pullRequest) implements Result {}

    /**
     * @param why in the provider's words or ours
     */
    record Failed(String why) implements Result {}
  }

  /** Reads the facts and the branch's demands, saves them, and gives what is now stored. */
  public Result of(Stored seen, Access access) {
    try {
      return saved(seen, access);
    } catch (ProviderFailure e) {
      return failed(access, e);
    }
  }

  /** The same, with the branch's demands read anew: what a merge is judged by. */
  public Result withRequirements(Stored seen, Access access) {
    try {
      var repository = seen.repository();
      var branch = seen.facts().targetBranch();
      pullRequests.require(
          repository.id(),
          branch,
          connectors.of(repository).requirements(access, repository, branch));
    } catch (ProviderFailure e) {
      return failed(access, e);
    }
    return of(seen, access);
  }

  /** Reads again with growing pauses until it is merged or closed, at most seven seconds. */
  public Result untilEnded(Stored seen, Access access) {
    Result last = new Result.Failed("");
    for (var pause : PATIENCE) {
      sleep(pause);
      last = of(seen, access);
      if (last instanceof Result.Read(var read) && read.facts().state() != PullRequest.State.OPEN) {
        return last;
      }
    }
    return last;
  }

  private Result failed(Access access, ProviderFailure failure) {
    if (failure.problem().code().tokenIsDead()) {
      accounts.died(access.account(), failure.problem());
    }
    return new Result.Failed(words(failure.problem()));
  }

  private Result saved(Stored seen, Access access) {
    var repository = seen.repository();
    var connector = connectors.of(repository);
    var wanted =
        new PullRequestAnswer.Wanted(repository, seen.facts().externalId(), seen.facts().number());
    events.publishEvent(new Acted(repository.id()));
    var begun = clock.instant();
    var answer = connector.details(access, List.of(wanted)).getFirst();
    return switch (answer) {
      case PullRequestAnswer.Read(_, var facts, var fingerprint, var permissions) -> {
        accounts.remember(access.account(), repository.id(), permissions);
        pullRequests.save(
            List.of(new Reading(repository, facts, requirements(seen, facts), fingerprint, begun)));
        yield pullRequests
            .find(seen.id())
            .<Result>map(Result.Read::new)
            .orElseGet(() -> new Result.Failed("gone"));
      }
      case PullRequestAnswer.Gone _ ->
          new Result.Failed(words(AccountProblem.of(AccountProblem.Code.NOT_FOUND)));
      case PullRequestAnswer.Failed(_, var problem) -> new Result.Failed(words(problem));
    };
  }

  private MergeRequirements requirements(Stored seen, PullRequest facts) {
    var repository = seen.repository().id();
    var known = pullRequests.requirements(List.of(repository));
    return known.getOrDefault(
        new PullRequests.Branch(repository, facts.targetBranch()), MergeRequirements.UNREADABLE);
  }

  /** The provider's words for a problem, or ours where it has none. */
  public static String words(AccountProblem problem) {
    return Objects.requireNonNullElse(problem.detail(), problem.code().name());
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
