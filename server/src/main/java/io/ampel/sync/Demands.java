package io.ampel.sync;

import io.ampel.provider.Access;
import io.ampel.provider.Connectors;
import io.ampel.provider.ProviderFailure;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.PullRequests;
import io.ampel.pullrequest.PullRequests.Branch;
import io.ampel.pullrequest.Repository;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What target branches demand, read again when an hour has passed. */
@Component
class Demands {
  private static final Logger log = LoggerFactory.getLogger(Demands.class);
  private static final Duration FRESH = Duration.ofHours(1);
  private static final int RENEWED_AT_ONCE = 10;
  private final Connectors connectors;
  private final PullRequests pullRequests;
  private final JdbcClient jdbc;
  private final Clock clock;

  Demands(Connectors connectors, PullRequests pullRequests, JdbcClient jdbc, Clock clock) {
    this.connectors = connectors;
    this.pullRequests = pullRequests;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The demands of these branches, read where they are missing or old. */
  Map<Branch, MergeRequirements> of(
      Access access, Map<UUID, Repository> repositories, Set<Branch> branches) {
    var known = new HashMap<>(pullRequests.requirements(repositories.keySet()));
    var fresh =
        new HashSet<>(
            pullRequests.requirementsReadSince(
                repositories.keySet(), clock.instant().minus(FRESH)));
    var wanted = branches.stream().filter(branch -> !fresh.contains(branch)).toList();
    known.putAll(read(access, repositories, wanted));
    return known;
  }

  /**
   * Renews some of what is old although no pull request changed, and applies the rule again where
   * the answer differs.
   */
  void renew(Access access, Map<UUID, Repository> repositories) {
    var old = old(repositories.keySet());
    if (old.isEmpty()) {
      return;
    }
    var before = pullRequests.requirements(repositories.keySet());
    read(access, repositories, old);
    var after = pullRequests.requirements(repositories.keySet());
    var changed =
        old.stream().filter(branch -> !same(before.get(branch), after.get(branch))).toList();
    if (!changed.isEmpty()) {
      pullRequests.reevaluate(openOn(changed));
    }
  }

  private static boolean same(
      @Nullable MergeRequirements before, @Nullable MergeRequirements after) {
    return java.util.Objects.equals(before, after);
  }

  private Map<Branch, MergeRequirements> read(
      Access access, Map<UUID, Repository> repositories, List<Branch> branches) {
    var read = new HashMap<Branch, MergeRequirements>();
    if (branches.isEmpty()) {
      return read;
    }
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked =
          branches.stream()
              .collect(
                  java.util.stream.Collectors.toMap(
                      branch -> branch,
                      branch -> pool.submit(() -> ask(access, repositories, branch))));
      for (var entry : asked.entrySet()) {
        keep(entry.getKey(), entry.getValue().get(), read);
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ProviderFailure failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return read;
  }

  private void keep(
      Branch branch,
      java.util.Optional<MergeRequirements> found,
      Map<Branch, MergeRequirements> read) {
    found.ifPresent(requirements -> {
      pullRequests.require(branch.repository(), branch.name(), requirements);
      read.put(branch, requirements);
    });
  }

  private java.util.Optional<MergeRequirements> ask(
      Access access, Map<UUID, Repository> repositories, Branch branch) {
    var repository = java.util.Objects.requireNonNull(repositories.get(branch.repository()));
    try {
      var connector = connectors.of(repository);
      return java.util.Optional.of(connector.requirements(access, repository, branch.name()));
    } catch (ProviderFailure e) {
      if (Halving.isOfTheAccount(e.problem())) {
        throw e;
      }
      log.info(
          "Demands of {} {} not read: {}", repository.fullName(), branch.name(), e.getMessage());
      return java.util.Optional.empty();
    }
  }

  private List<Branch> old(Collection<UUID> repositories) {
    return jdbc.sql(
            """
            select p.repository_id, p.target_branch
            from   pull_request p
            left   join branch_requirements b on b.repository_id = p.repository_id
                                             and b.branch        = p.target_branch
            where  p.state = 'OPEN'
            and    p.repository_id = any (:repositories)
            and    coalesce(b.read_at, '-infinity') < now() - interval '1 hour'
            group  by p.repository_id, p.target_branch
            order  by min(b.read_at) nulls first
            limit  :most
            """)
        .param("repositories", repositories.toArray(UUID[]::new))
        .param("most", RENEWED_AT_ONCE)
        .query((row, number) ->
            new Branch(row.getObject("repository_id", UUID.class), row.getString("target_branch")))
        .list();
  }

  private List<UUID> openOn(List<Branch> branches) {
    return jdbc.sql(
            """
            select p.id
            from   pull_request p
            join   unnest(:repositories, :branches) as b (repository_id, name)
                   on  b.repository_id = p.repository_id
                   and b.name          = p.target_branch
            where  p.state = 'OPEN'
            """)
        .param("repositories", branches.stream().map(Branch::repository).toArray(UUID[]::new))
        .param("branches", branches.stream().map(Branch::name).toArray(String[]::new))
        .query((row, number) -> row.getObject("id", UUID.class))
        .list();
  }
}
