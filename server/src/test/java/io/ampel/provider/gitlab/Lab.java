package io.ampel.provider.gitlab;

import io.ampel.platform.Secret;
import io.ampel.platform.TestGateway;
import io.ampel.provider.Access;
import io.ampel.provider.Budgets;
import io.ampel.provider.Pace;
import io.ampel.provider.PullRequestAnswer;
import io.ampel.provider.PullRequestAnswer.Read;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.RepositoryProbe;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Policy;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Repository.Visibility;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The connector at work, with everything real but GitLab itself. */
final class Lab {
  final Clock clock;
  final Budgets budgets;
  final GitLabConnector connector;
  final Instance instance;
  final Set<String> learned = new HashSet<>();

  Lab(URI base) {
    this(base, Duration.ofSeconds(15), Clock.systemUTC());
  }

  Lab(URI base, Duration patience, Clock clock) {
    this.clock = clock;
    this.budgets = new Budgets(clock);
    this.connector =
        new GitLabConnector(
            TestGateway.open(patience),
            budgets,
            new Pace(),
            (_, fields) -> learned.addAll(fields),
            new GitLabPatience(6, Duration.ofMillis(40)),
            clock);
    this.instance =
        new Instance(
            UUID.randomUUID(), Provider.GITLAB, base, "GitLab of the test", true, Set.of());
  }

  /** An account of its own for each token. */
  Access access(String token) {
    return new Access(
        UUID.nameUUIDFromBytes(token.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        instance,
        null,
        null,
        () -> new Secret(token));
  }

  Repository repository(String externalId, String fullName) {
    return new Repository(
        UUID.nameUUIDFromBytes(fullName.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        instance,
        externalId,
        fullName,
        URI.create(instance.baseUrl() + "/" + fullName),
        Visibility.PRIVATE,
        false,
        false,
        "main",
        Set.of(),
        false,
        Policy.DEFAULT);
  }

  /** The repository as this token finds it. */
  Repository repository(Access access, String fullName) {
    var found = connector.repository(access, fullName).orElseThrow();
    return new Repository(
        UUID.nameUUIDFromBytes(fullName.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        instance,
        found.externalId(),
        found.fullName(),
        found.url(),
        found.visibility(),
        found.archived(),
        found.fork(),
        found.defaultBranch(),
        found.strategies(),
        found.deletesBranchOnMerge(),
        Policy.DEFAULT);
  }

  RepositoryProbe.Seen seen(Access access, Repository repository) {
    return (RepositoryProbe.Seen) connector.probe(access, List.of(repository)).getFirst();
  }

  Wanted wanted(Access access, Repository repository, int number) {
    return seen(access, repository).open().stream()
        .filter(glimpse -> glimpse.number() == number)
        .map(glimpse -> new Wanted(repository, glimpse.externalId(), number))
        .findFirst()
        .orElseThrow();
  }

  Read read(Access access, Repository repository, int number) {
    return read(access, wanted(access, repository, number));
  }

  Read read(Access access, Wanted wanted) {
    PullRequestAnswer answer = connector.details(access, List.of(wanted)).getFirst();
    if (answer instanceof Read read) {
      return read;
    }
    throw new AssertionError("not read: " + answer);
  }
}
