package io.ampel.provider.bitbucket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Errand;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.RepositoryProbe;
import io.ampel.provider.RepositoryProbe.Failed;
import io.ampel.provider.RepositoryProbe.Glimpse;
import io.ampel.provider.RepositoryProbe.Lost;
import io.ampel.provider.RepositoryProbe.Seen;
import io.ampel.provider.bitbucket.BitbucketNodes.PullRequestNode;
import io.ampel.provider.bitbucket.BitbucketNodes.Side;
import io.ampel.pullrequest.Repository;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The look at all open pull requests of each repository: one list, of which the fields hold as much
 * as a pull request asked for alone would tell. What an errand saw so is not asked again by it.
 */
final class BitbucketProbe {
  private final BitbucketLine line;
  private final Cache<Errand, Map<String, PullRequestNode>> seen =
      Caffeine.newBuilder().weakKeys().expireAfterWrite(Duration.ofMinutes(10)).build();

  BitbucketProbe(BitbucketLine line) {
    this.line = line;
  }

  List<RepositoryProbe> probe(Access access, List<Repository> repositories) {
    return BitbucketRow.ask(
        repositories,
        repository -> look(access, repository),
        (repository, failure) -> unseen(repository, failure.problem()));
  }

  /** What this very errand saw of a pull request; null when it did not look. */
  @Nullable PullRequestNode seen(Access access, Wanted wanted) {
    var errand = access.errand();
    var nodes = errand == null ? null : seen.getIfPresent(errand);
    return nodes == null ? null : nodes.get(key(wanted.repository(), wanted.number()));
  }

  private RepositoryProbe look(Access access, Repository repository) {
    var place = BitbucketPlace.of(repository);
    var api = line.to(access);
    var nodes =
        line.all(
            access,
            () ->
                api.pullRequests(place.owner(), place.repository(), BitbucketFields.PULL_REQUESTS),
            api::pullRequests);
    var open = new LinkedHashMap<Integer, PullRequestNode>();
    nodes.stream()
        .filter(node -> node.id() != null)
        .forEach(node -> open.put(Objects.requireNonNull(node.id()), node));
    remember(access, repository, open);
    return new Seen(
        repository,
        BitbucketRepositories.found(repository, home(open)),
        open.values().stream().map(BitbucketProbe::glimpse).toList());
  }

  private void remember(Access access, Repository repository, Map<Integer, PullRequestNode> open) {
    if (access.errand() != null) {
      var nodes = seen.get(access.errand(), _ -> new ConcurrentHashMap<>());
      open.forEach((number, node) -> nodes.put(key(repository, number), node));
    }
  }

  private static String key(Repository repository, int number) {
    return repository.externalId() + " " + number;
  }

  /** An empty list tells nothing of its repository: a new name shows with the next pull request. */
  private static BitbucketNodes.@Nullable Repo home(Map<Integer, PullRequestNode> open) {
    return open.values().stream()
        .map(PullRequestNode::destination)
        .filter(Objects::nonNull)
        .map(Side::repository)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static Glimpse glimpse(PullRequestNode node) {
    var number = BitbucketMapping.number(node.id());
    return new Glimpse(
        Integer.toString(number), number, BitbucketFingerprint.of(node), false, true);
  }

  /** Not found and not allowed are the same to who asks: this token has lost the repository. */
  private static RepositoryProbe unseen(Repository repository, AccountProblem problem) {
    return switch (problem.code()) {
      case NOT_FOUND, INSUFFICIENT_PERMISSIONS, IP_ALLOW_LIST, TOKEN_FORBIDDEN_BY_ORGANIZATION ->
          new Lost(repository, named(problem));
      default -> new Failed(repository, problem);
    };
  }

  private static AccountProblem named(AccountProblem problem) {
    return problem.code() == Code.INSUFFICIENT_PERMISSIONS && problem.missing().isEmpty()
        ? new AccountProblem(
            problem.code(),
            problem.detail(),
            null,
            null,
            List.of(BitbucketScopes.Need.READ_PULL_REQUESTS.name(true)))
        : problem;
  }
}
