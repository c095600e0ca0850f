package io.ampel.sync;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.ampel.platform.Live;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.Connectors;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.RepositoryProbe;
import io.ampel.provider.RepositoryProbe.Glimpse;
import io.ampel.provider.RepositoryProbe.Seen;
import io.ampel.provider.Webhooks;
import io.ampel.pullrequest.PullRequests;
import io.ampel.pullrequest.PullRequests.Known;
import io.ampel.pullrequest.Repositories;
import io.ampel.pullrequest.Repository;
import io.ampel.watchlist.Sight;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One look at the repositories of a lease: a cheap probe, then whatever it shows to be new. */
@Component
class Sweep {
  private static final int FIRST_PAUSE = 3;
  private static final int MOST_TRIES = 5;
  private static final int ENOUGH = 5;
  private final Connectors connectors;
  private final Repositories repositories;
  private final PullRequests pullRequests;
  private final Readings readings;
  private final Demands demands;
  private final Sight sight;
  private final Webhooks webhooks;
  private final Live live;
  private final Clock clock;

  Sweep(
      Connectors connectors,
      Repositories repositories,
      PullRequests pullRequests,
      Readings readings,
      Demands demands,
      Sight sight,
      Webhooks webhooks,
      Live live,
      Clock clock) {
    this.connectors = connectors;
    this.repositories = repositories;
    this.pullRequests = pullRequests;
    this.readings = readings;
    this.demands = demands;
    this.sight = sight;
    this.webhooks = webhooks;
    this.live = live;
    this.clock = clock;
  }

  /** The probe, then the details of what is new, changed, gone or was unsettled. */
  void look(Access access, Lease lease, Tally tally) {
    var seen = probe(access, repositories.byIds(lease.repositories()), tally);
    sight.proved(access.account(), seen.stream().map(one -> one.repository().id()).toList());
    var present = renew(seen);
    var known = known(present.keySet());
    tellOfFinds(seen, known, tally);
    var wanted = new ArrayList<Wanted>();
    for (var one : seen) {
      var id = one.repository().id();
      var repository = present.getOrDefault(id, one.repository());
      var some =
          wanted(
              repository,
              one.open(),
              known.getOrDefault(id, List.of()),
              new Unseen(connectors.of(repository).rounds(), tally.lastLook(id), clock.instant()));
      tally.seen(id, one.open().size());
      tally.expect(id, some.size());
      wanted.addAll(some);
    }
    readings.read(access, wanted, tally);
    if (tally.trouble().isEmpty()) {
      demands.renew(access, present);
    }
    watchUnsettled(wanted, known, tally);
  }

  /** Only what was unsettled, which asking makes the provider compute. */
  void settle(Access access, Lease lease, Tally tally) {
    var present =
        repositories.byIds(lease.repositories()).stream()
            .collect(toMap(Repository::id, repository -> repository));
    var wanted = new ArrayList<Wanted>();
    for (var known : pullRequests.open(present.keySet())) {
      var repository = present.get(known.repository());
      if (known.unsettled() && repository != null) {
        wanted.add(wanted(repository, known));
      }
    }
    readings.read(access, wanted, tally);
    var still = unsettled(present.keySet());
    for (var item : lease.items()) {
      var tries = item.settleTries() + 1;
      var again = still.containsKey(item.repository()) && tries < MOST_TRIES;
      tally.settle(item.repository(), again ? FIRST_PAUSE << tries : null, again ? tries : 0);
    }
  }

  private List<Seen> probe(Access access, List<Repository> wanted, Tally tally) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    var connector = connectors.of(wanted.getFirst());
    var asking = new Halving<Repository, RepositoryProbe>(some -> connector.probe(access, some));
    var answers = asking.all(wanted);
    var failed = new HashMap<UUID, AccountProblem>();
    answers.failed().forEach((repository, problem) -> failed.put(repository.id(), problem));
    var seen = new ArrayList<Seen>();
    var lost = new HashMap<UUID, AccountProblem>();
    for (var answer : answers.answered()) {
      switch (answer) {
        case Seen one -> seen.add(one);
        case RepositoryProbe.Lost(var repository, var problem) ->
            lost.put(repository.id(), problem);
        case RepositoryProbe.Failed(var repository, var problem) ->
            failed.put(repository.id(), problem);
      }
    }
    refuseSilence(wanted, failed);
    failed.forEach(tally::failed);
    if (!lost.isEmpty()) {
      sight.lost(access.account(), lost);
      lost.forEach(tally::lost);
    }
    return seen;
  }

  /** Where nobody is answered it is no fault of the repositories, which stay due. */
  private static void refuseSilence(List<Repository> asked, Map<UUID, AccountProblem> failed) {
    if (asked.size() >= ENOUGH
        && failed.size() == asked.size()
        && failed.values().stream().allMatch(Silence::is)) {
      throw new ProviderFailure(failed.values().iterator().next());
    }
  }

  /** Renames, moves, archiving and settings of repositories are noticed on the way. */
  private Map<UUID, Repository> renew(List<Seen> seen) {
    var present = new HashMap<UUID, Repository>();
    for (var one : seen) {
      var before = one.repository();
      var now = isNews(before, one.now()) ? save(before, one.now()) : before;
      present.put(before.id(), now);
    }
    return present;
  }

  private Repository save(Repository before, Repositories.Found now) {
    var saved = repositories.save(before.instance(), now);
    if (saved.archived() != before.archived()) {
      pullRequests.reevaluate(
          pullRequests.open(List.of(saved.id())).stream().map(Known::id).toList());
    }
    live.publish("repository", saved.id().toString());
    return saved;
  }

  private static boolean isNews(Repository known, Repositories.Found now) {
    return !known.fullName().equals(now.fullName())
        || !known.url().equals(now.url())
        || known.visibility() != now.visibility()
        || known.archived() != now.archived()
        || known.fork() != now.fork()
        || known.deletesBranchOnMerge() != now.deletesBranchOnMerge()
        || (now.defaultBranch() != null && !now.defaultBranch().equals(known.defaultBranch()))
        || (!now.strategies().isEmpty() && !now.strategies().equals(known.strategies()));
  }

  private Map<UUID, List<Known>> known(java.util.Collection<UUID> repositories) {
    return pullRequests.open(repositories).stream().collect(groupingBy(Known::repository));
  }

  private static List<Wanted> wanted(
      Repository repository, List<Glimpse> open, List<Known> known, Unseen unseen) {
    var before = known.stream().collect(toMap(Known::externalId, one -> one));
    var wanted = new ArrayList<Wanted>();
    for (var glimpse : open) {
      var earlier = before.remove(glimpse.externalId());
      if (earlier == null
          || differs(earlier, glimpse)
          || (glimpse.hidesChecks() && unseen.isDue(earlier))) {
        wanted.add(new Wanted(repository, glimpse.externalId(), glimpse.number()));
      }
    }
    before.values().forEach(over -> wanted.add(wanted(repository, over)));
    return wanted;
  }

  /** What polling finds, a webhook should have told. */
  private void tellOfFinds(List<Seen> seen, Map<UUID, List<Known>> known, Tally tally) {
    var changed =
        seen.stream()
            .filter(one -> isFind(one.open(), known.getOrDefault(one.repository().id(), List.of())))
            .map(one -> one.repository().id())
            .toList();
    changed.forEach(tally::changed);
    if (!changed.isEmpty()) {
      webhooks.foundByPolling(changed);
    }
  }

  /** Something is new, gone or different; what the provider only computed is no news. */
  private static boolean isFind(List<Glimpse> open, List<Known> known) {
    var before = known.stream().collect(toMap(Known::externalId, one -> one));
    return open.size() != known.size()
        || open.stream().anyMatch(glimpse -> isFind(before.get(glimpse.externalId()), glimpse));
  }

  private static boolean isFind(@Nullable Known earlier, Glimpse glimpse) {
    return earlier == null
        || (!earlier.unsettled()
            && !glimpse.unsettled()
            && !earlier.fingerprint().equals(glimpse.fingerprint()));
  }

  private static boolean differs(Known earlier, Glimpse glimpse) {
    return earlier.unsettled()
        || glimpse.unsettled()
        || !earlier.fingerprint().equals(glimpse.fingerprint());
  }

  private static Wanted wanted(Repository repository, Known known) {
    return new Wanted(repository, known.externalId(), known.number());
  }

  /** What became unsettled just now is asked for again within seconds; what stays so, is not. */
  private void watchUnsettled(List<Wanted> read, Map<UUID, List<Known>> before, Tally tally) {
    var touched = read.stream().map(one -> one.repository().id()).distinct().toList();
    if (touched.isEmpty()) {
      return;
    }
    unsettled(touched)
        .forEach((repository, open) -> {
          var earlier = before.getOrDefault(repository, List.of()).stream();
          var known = earlier.filter(Known::unsettled).map(Known::externalId).toList();
          if (open.stream().anyMatch(one -> !known.contains(one.externalId()))) {
            tally.settle(repository, FIRST_PAUSE, 0);
          }
        });
  }

  private Map<UUID, List<Known>> unsettled(java.util.Collection<UUID> repositories) {
    return pullRequests.open(repositories).stream()
        .filter(Known::unsettled)
        .collect(groupingBy(Known::repository));
  }
}
