package io.ampel.sync;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.ampel.provider.Access;
import io.ampel.provider.Connectors;
import io.ampel.provider.Permissions;
import io.ampel.provider.ProviderAccounts;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.PullRequestAnswer;
import io.ampel.provider.PullRequestAnswer.Failed;
import io.ampel.provider.PullRequestAnswer.Gone;
import io.ampel.provider.PullRequestAnswer.Read;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.PullRequests;
import io.ampel.pullrequest.PullRequests.Branch;
import io.ampel.pullrequest.PullRequests.Reading;
import io.ampel.pullrequest.Repository;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads pull requests whole and saves them, so many at a time that something shows soon. */
@Component
class Readings {
  private static final int AT_ONCE = 50;
  private final Connectors connectors;
  private final ProviderAccounts accounts;
  private final PullRequests pullRequests;
  private final Demands demands;
  private final Clock clock;

  Readings(
      Connectors connectors,
      ProviderAccounts accounts,
      PullRequests pullRequests,
      Demands demands,
      Clock clock) {
    this.connectors = connectors;
    this.accounts = accounts;
    this.pullRequests = pullRequests;
    this.demands = demands;
    this.clock = clock;
  }

  /**
   * One pull request alone.
   *
   * @throws ProviderFailure when it could not be read
   */
  void one(Access access, Wanted wanted) {
    var begun = clock.instant();
    var answers = connectors.of(wanted.repository()).details(access, List.of(wanted));
    accounts.remember(access.account(), save(access, answers, begun));
    for (var answer : answers) {
      if (answer instanceof Failed(_, var problem)) {
        throw new ProviderFailure(problem);
      }
    }
  }

  /** All are of one instance; those of one repository stand together. */
  void read(Access access, List<Wanted> wanted, Tally tally) {
    var may = new HashMap<UUID, Permissions>();
    for (int from = 0; from < wanted.size() && tally.trouble().isEmpty(); from += AT_ONCE) {
      var some = wanted.subList(from, Math.min(wanted.size(), from + AT_ONCE));
      may.putAll(chunk(access, some, tally));
    }
    accounts.remember(access.account(), may);
  }

  private Map<UUID, Permissions> chunk(Access access, List<Wanted> wanted, Tally tally) {
    var connector = connectors.of(wanted.getFirst().repository());
    var asking = new Halving<Wanted, PullRequestAnswer>(some -> connector.details(access, some));
    var begun = clock.instant();
    var answers = asking.all(wanted);
    var may = save(access, answers.answered(), begun);
    answers.failed().forEach((one, problem) -> tally.failed(one.repository().id(), problem));
    for (var answer : answers.answered()) {
      var repository = answer.wanted().repository().id();
      if (answer instanceof Failed(_, var problem)) {
        tally.failed(repository, problem);
      }
      tally.read(repository);
    }
    return may;
  }

  /** Gives what the account may do there. */
  private Map<UUID, Permissions> save(
      Access access, List<PullRequestAnswer> answers, Instant begun) {
    var read = answers.stream().filter(Read.class::isInstance).map(Read.class::cast).toList();
    var repositories =
        answers.stream()
            .map(answer -> answer.wanted().repository())
            .collect(toMap(Repository::id, one -> one, (one, same) -> one));
    var branches = read.stream().map(Readings::branch).collect(toSet());
    var known = demands.of(access, repositories, branches);
    pullRequests.save(read.stream().map(one -> reading(one, known, begun)).toList());
    answers.stream().filter(Gone.class::isInstance).forEach(one -> close(one.wanted(), begun));
    return permissions(read);
  }

  private static Branch branch(Read read) {
    return new Branch(read.wanted().repository().id(), read.facts().targetBranch());
  }

  private static Reading reading(Read read, Map<Branch, MergeRequirements> known, Instant begun) {
    return new Reading(
        read.wanted().repository(),
        read.facts(),
        known.getOrDefault(branch(read), MergeRequirements.UNREADABLE),
        read.fingerprint(),
        begun);
  }

  /** What the provider does not know any more, in a repository it shows, is over. */
  private void close(Wanted gone, Instant begun) {
    var ids =
        pullRequests.open(List.of(gone.repository().id())).stream()
            .filter(known -> known.externalId().equals(gone.externalId()))
            .map(PullRequests.Known::id)
            .toList();
    var readings = new ArrayList<Reading>();
    for (var stored : pullRequests.byIds(ids)) {
      var over = stored.facts().closed(clock.instant());
      readings.add(
          new Reading(
              stored.repository(),
              over,
              MergeRequirements.UNREADABLE,
              stored.fingerprint(),
              begun));
    }
    pullRequests.save(readings);
  }

  private static Map<UUID, Permissions> permissions(List<Read> read) {
    var last = new LinkedHashMap<UUID, Permissions>();
    read.forEach(one -> last.put(one.wanted().repository().id(), one.permissions()));
    return last;
  }
}
