package io.ampel.provider.bitbucket;

import io.ampel.platform.Secret;
import io.ampel.platform.TestGateway;
import io.ampel.provider.Access;
import io.ampel.provider.Budgets;
import io.ampel.provider.Errand;
import io.ampel.provider.Pace;
import io.ampel.provider.PullRequestAnswer;
import io.ampel.provider.PullRequestAnswer.Read;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.RepositoryProbe;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Policy;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.Readiness;
import io.ampel.pullrequest.Repositories;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Repository.Visibility;
import io.ampel.simulator.BitbucketTokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The connector at work, with everything real but Bitbucket itself. */
final class Lab {
  static final URI JIRA = URI.create("https://jira.example/");
  final Clock clock;
  final Budgets budgets;
  final BitbucketConnector connector;
  final Instance instance;

  Lab(URI base) {
    this(base, Duration.ofSeconds(15), Clock.systemUTC());
  }

  Lab(URI base, Duration patience, Clock clock) {
    this.clock = clock;
    this.budgets = new Budgets(clock);
    this.connector =
        new BitbucketConnector(TestGateway.open(patience), budgets, new Pace(), clock, JIRA);
    this.instance =
        new Instance(
            UUID.randomUUID(), Provider.BITBUCKET, base, "Bitbucket of the test", true, Set.of());
  }

  Access mira() {
    return api(BitbucketTokens.ADMIN, BitbucketTokens.MIRA_EMAIL);
  }

  Access ben() {
    return api(BitbucketTokens.WRITER, BitbucketTokens.BEN_EMAIL);
  }

  Access lena() {
    return api(BitbucketTokens.SECOND_WRITER, BitbucketTokens.LENA_EMAIL);
  }

  Access noor() {
    return api(BitbucketTokens.READER, BitbucketTokens.NOOR_EMAIL);
  }

  Access api(String token, String email) {
    return access(token, email, null);
  }

  /** An access token, which is sent alone. */
  Access bearer(String token, @Nullable String place) {
    return access(token, null, place);
  }

  /** An account of its own for each token. */
  Access access(String token, @Nullable String username, @Nullable String place) {
    return new Access(
        UUID.nameUUIDFromBytes(token.getBytes(StandardCharsets.UTF_8)),
        instance,
        username,
        place,
        () -> new Secret(token));
  }

  Repository repository(String externalId, String fullName) {
    return new Repository(
        UUID.nameUUIDFromBytes(fullName.getBytes(StandardCharsets.UTF_8)),
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
    return repository(connector.repository(access, fullName).orElseThrow());
  }

  Repository repository(Repositories.Found found) {
    return new Repository(
        UUID.nameUUIDFromBytes(found.fullName().getBytes(StandardCharsets.UTF_8)),
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

  List<Repositories.Found> all(Access access) {
    var all = new ArrayList<Repositories.Found>();
    for (String cursor = null; ; ) {
      var page = connector.repositories(access, cursor);
      all.addAll(page.repositories());
      cursor = page.next();
      if (cursor == null) {
        return all;
      }
    }
  }

  RepositoryProbe.Seen seen(Access access, Repository repository) {
    return (RepositoryProbe.Seen) connector.probe(access, List.of(repository)).getFirst();
  }

  static Wanted wanted(Repository repository, int number) {
    return new Wanted(repository, Integer.toString(number), number);
  }

  Read read(Access access, Repository repository, int number) {
    return read(access, wanted(repository, number));
  }

  Read read(Access access, Wanted wanted) {
    PullRequestAnswer answer = connector.details(access, List.of(wanted)).getFirst();
    if (answer instanceof Read read) {
      return read;
    }
    throw new AssertionError("not read: " + answer);
  }

  /** What a sweep does: it looks, and reads. */
  Read swept(Access access, Repository repository, int number) {
    var errand = access.on(new Errand());
    seen(errand, repository);
    return read(errand, repository, number);
  }

  Readiness light(Access access, Repository repository, int number) {
    var read = read(access, repository, number);
    return Readiness.of(
        read.facts(),
        repository,
        connector.requirements(access, repository, read.facts().targetBranch()),
        clock.instant());
  }
}
