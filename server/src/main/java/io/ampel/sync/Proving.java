package io.ampel.sync;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.Connectors;
import io.ampel.provider.ProviderAccount;
import io.ampel.provider.ProviderAccounts;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.PullRequestAnswer;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.RepositoryProbe;
import io.ampel.pullrequest.Repositories;
import io.ampel.pullrequest.Repository;
import io.ampel.watchlist.Sight;
import io.ampel.watchlist.WatchlistChanged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Lets every account prove by itself which of the watched repositories it reaches: those that
 * another account reads anyway, and each again when its proof is a day old.
 */
@Component
class Proving {
  private static final Logger log = LoggerFactory.getLogger(Proving.class);
  private final Connectors connectors;
  private final ProviderAccounts accounts;
  private final Repositories repositories;
  private final Sight sight;
  private final Rhythm rhythm;
  private final JdbcClient jdbc;
  private final SyncProperties properties;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  Proving(
      Connectors connectors,
      ProviderAccounts accounts,
      Repositories repositories,
      Sight sight,
      Rhythm rhythm,
      JdbcClient jdbc,
      SyncProperties properties) {
    this.connectors = connectors;
    this.accounts = accounts;
    this.repositories = repositories;
    this.sight = sight;
    this.rhythm = rhythm;
    this.jdbc = jdbc;
    this.properties = properties;
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(WatchlistChanged change) {
    if (properties.enabled()) {
      Thread.ofVirtual().name("prove-sight").start(this::proveDue);
    }
  }

  void proveDue() {
    oneAtATime.lock();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      sight.considerAllAccounts();
      due().forEach((account, open) -> pool.submit(() -> prove(account, open)));
    } finally {
      oneAtATime.unlock();
    }
  }

  private void prove(UUID id, List<UUID> open) {
    try {
      var account = accounts.find(id).filter(ProviderAccount::usable);
      if (account.isPresent()) {
        prove(accounts.access(account.get()).on(rhythm.errand(account.get())), open);
      }
    } catch (ProviderFailure e) {
      sight.tried(id, open);
      if (e.problem().code().tokenIsDead()) {
        accounts.died(id, e.problem());
      }
      if (Halving.isOfTheAccount(e.problem())) {
        rhythm.stumbled(id, e.problem());
      }
    } catch (RuntimeException e) {
      log.warn("Sight of account {} could not be proved", id, e);
    }
  }

  private void prove(Access access, List<UUID> open) {
    var asked = repositories.byIds(open);
    var connector = connectors.of(asked.getFirst());
    var asking = new Halving<Repository, RepositoryProbe>(some -> connector.probe(access, some));
    var answers = asking.all(asked).answered();
    var proved = new ArrayList<UUID>();
    var examples = new ArrayList<Wanted>();
    var lost = new HashMap<UUID, AccountProblem>();
    for (var answer : answers) {
      switch (answer) {
        case RepositoryProbe.Seen(var repository, _, var pullRequests) -> {
          proved.add(repository.id());
          pullRequests.stream()
              .findFirst()
              .map(one -> new Wanted(repository, one.externalId(), one.number()))
              .ifPresent(examples::add);
        }
        case RepositoryProbe.Lost(var repository, var problem) ->
            lost.put(repository.id(), problem);
        case RepositoryProbe.Failed(_, var problem) when Halving.isOfTheAccount(problem) ->
            throw new ProviderFailure(problem);
        case RepositoryProbe.Failed _ -> {}
      }
    }
    sight.proved(access.account(), proved);
    sight.lost(access.account(), lost);
    sight.tried(access.account(), open);
    permissions(access, examples);
  }

  /** What this account may do is told with a pull request, so one of each repository is read. */
  private void permissions(Access access, List<Wanted> examples) {
    if (examples.isEmpty()) {
      return;
    }
    var connector = connectors.of(examples.getFirst().repository());
    var asking = new Halving<Wanted, PullRequestAnswer>(some -> connector.details(access, some));
    for (var answer : asking.all(examples).answered()) {
      if (answer instanceof PullRequestAnswer.Read read) {
        accounts.remember(access.account(), read.wanted().repository().id(), read.permissions());
      }
    }
  }

  /** Repositories never read by anybody are left to the first reading, which proves sight too. */
  private Map<UUID, List<UUID>> due() {
    return jdbc
        .sql(
            """
            select d.account_id, d.repository_id
            from  (select s.account_id, s.repository_id,
                          row_number() over (partition by s.account_id
                                             order by s.tried_at nulls first) as place
                   from   sight            s
                   join   provider_account a  on a.id = s.account_id
                   join   repository_sync  rs on rs.repository_id = s.repository_id
                   left   join account_pace p on p.account_id = s.account_id
                   where  a.enabled
                   and    a.died_at is null
                   and    coalesce(p.paused_until, '-infinity') <= now()
                   and    (rs.last_synced_at is not null or rs.failures > 0)
                   and    (s.account_id is distinct from rs.account_id or s.lost_at is not null)
                   and    coalesce(s.proved_at, '-infinity') < now() - interval '20 hours'
                   and    (   s.tried_at is null
                           or s.tried_at < now() - case when s.lost_at is null
                                                        then interval '10 minutes'
                                                        else interval '20 hours' end)) d
            where  d.place <= 200
            """)
        .query((row, number) ->
            Map.entry(
                row.getObject("account_id", UUID.class),
                row.getObject("repository_id", UUID.class)))
        .list()
        .stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
  }
}
