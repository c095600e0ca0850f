package io.ampel.provider.github;

import io.ampel.provider.Access;
import io.ampel.provider.ActOutcome;
import io.ampel.provider.Deed;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.github.GitHubApi.GivenReview;
import io.ampel.provider.github.GitHubGrants.Ability;
import io.ampel.pullrequest.Repository;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is done to a pull request of GitHub beside commenting, reviewing and merging. */
final class GitHubDeeds {
  private static final Set<String> OPINIONS = Set.of("APPROVED", "CHANGES_REQUESTED");

  private final GitHubLine line;
  private final GitHubGraph graph;
  private final GitHubActs acts;

  GitHubDeeds(GitHubLine line, GitHubGraph graph, GitHubActs acts) {
    this.line = line;
    this.graph = graph;
    this.acts = acts;
  }

  ActOutcome act(Access access, Repository repository, int number, Deed deed) {
    var place = GitHubPlace.of(repository);
    var ability = deed instanceof Deed.Rerun ? Ability.ACTIONS : Ability.APPROVE;
    return acts.act(access, place, ability, () -> done(access, place, number, deed));
  }

  private ActOutcome done(Access access, GitHubPlace place, int number, Deed deed) {
    var api = line.to(access);
    return switch (deed) {
      case Deed.Withdraw _ -> withdraw(access, place, number);
      case Deed.UpdateBranch(var headSha) -> {
        api.updateBranch(place.owner(), place.name(), number, Map.of("expected_head_sha", headSha));
        yield new ActOutcome.Done(null);
      }
      case Deed.Rerun(var run) -> {
        api.rerunFailed(place.owner(), place.name(), run.substring(run.indexOf('/') + 1));
        yield new ActOutcome.Done(null);
      }
      case Deed.Resolve(var conversation) -> resolve(access, conversation);
      case Deed.Close _ ->
          GitHubActs.link(api.edit(place.owner(), place.name(), number, Map.of("state", "closed")));
      case Deed.Reopen _ ->
          GitHubActs.link(api.edit(place.owner(), place.name(), number, Map.of("state", "open")));
    };
  }

  /** GitHub keeps every review; the newest opinion is the one that counts and that is dismissed. */
  private ActOutcome withdraw(Access access, GitHubPlace place, int number) {
    var mine = newestOpinion(access, place, number);
    if (mine.isEmpty()) {
      return new ActOutcome.Refused("There is no review of yours to take back.");
    }
    var dismissal = Map.of("message", "Taken back by its author.", "event", "DISMISS");
    return GitHubActs.link(
        line.to(access).dismiss(place.owner(), place.name(), number, mine.get().id(), dismissal));
  }

  private Optional<GivenReview> newestOpinion(Access access, GitHubPlace place, int number) {
    var api = line.to(access);
    var me = GitHubLine.body(api.user()).login();
    var newest = Optional.<GivenReview>empty();
    var answer = api.reviews(place.owner(), place.name(), number);
    while (true) {
      for (var review : GitHubLine.body(answer)) {
        var by = review.user();
        if (by != null && by.login() != null && by.login().equals(me)) {
          newest =
              OPINIONS.contains(GitHubMapping.text(review.state()))
                  ? Optional.of(review)
                  : newest.filter(_ -> !"DISMISSED".equals(review.state()));
        }
      }
      var next = GitHubLine.link(answer.getHeaders(), "next", access);
      if (next == null) {
        return newest;
      }
      answer = api.reviews(next);
    }
  }

  private ActOutcome resolve(Access access, String conversation) {
    try {
      var answer =
          graph.ask(access, GitHubQueries.RESOLVE, Map.of("id", conversation), GitHubApi::change);
      return answer.faults().stream()
          .findFirst()
          .<ActOutcome>map(fault -> new ActOutcome.Refused(fault.words()))
          .orElseGet(() -> new ActOutcome.Done(null));
    } catch (ProviderFailure failure) {
      var problem = failure.problem();
      return switch (problem.code()) {
        case INSUFFICIENT_PERMISSIONS ->
            new ActOutcome.NotPermitted(words(problem.detail()), problem.missing());
        case NOT_FOUND -> new ActOutcome.Refused(words(problem.detail()));
        case TIMED_OUT, PROVIDER_DOWN, UNEXPECTED_ANSWER ->
            new ActOutcome.Unknown(words(problem.detail()));
        default -> throw failure;
      };
    }
  }

  private static String words(@org.jspecify.annotations.Nullable String detail) {
    return detail == null ? "GitHub refused" : detail;
  }
}
