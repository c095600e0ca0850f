package io.ampel.sync;

import io.ampel.provider.ProviderAccount;
import io.ampel.provider.ProviderAccounts;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.pullrequest.Acted;
import io.ampel.pullrequest.Repositories;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads a pull request again while somebody looks at it. Nobody waits for it: what changed is said
 * aloud, and the page looks again. Public because the panel tells what was opened.
 */
@Component
public class Attending {
  private static final Logger log = LoggerFactory.getLogger(Attending.class);

  /** What was read so lately is not read again. */
  static final Duration FRESH = Duration.ofSeconds(5);

  private static final int OF_ONE_ACCOUNT = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Readings readings;
  private final Repositories repositories;
  private final ProviderAccounts accounts;
  private final Rhythm rhythm;
  private final Refreshing refreshing;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final SyncProperties properties;
  private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
  private final Map<UUID, Semaphore> turns = new ConcurrentHashMap<>();

  Attending(
      Readings readings,
      Repositories repositories,
      ProviderAccounts accounts,
      Rhythm rhythm,
      Refreshing refreshing,
      JdbcClient jdbc,
      Clock clock,
      SyncProperties properties) {
    this.readings = readings;
    this.repositories = repositories;
    this.accounts = accounts;
    this.rhythm = rhythm;
    this.refreshing = refreshing;
    this.jdbc = jdbc;
    this.clock = clock;
    this.properties = properties;
  }

  /** Somebody who sees it has opened a pull request. Returns at once. */
  public void opened(UUID person, UUID pullRequest) {
    if (properties.enabled() && underWay.add(pullRequest)) {
      Thread.ofVirtual().name("attend-" + pullRequest).start(() -> attend(person, pullRequest));
    }
  }

  /**
   * Somebody looks at a repository, or does something there: for some minutes it is looked at as
   * often as may be.
   */
  public void looked(UUID repository) {
    jdbc.sql(
            """
            update repository_sync
            set    attended_until = now() + interval '10 minutes',
                   next_due       = least(next_due, greatest(
                     now(), coalesce(last_tried_at, '-infinity') + make_interval(secs => :floor)))
            where  repository_id = :repository
            and    coalesce(attended_until, '-infinity') < now() + interval '8 minutes'
            """)
        .param("repository", repository)
        .param("floor", properties.floor().toSeconds())
        .update();
  }

  @EventListener
  void on(Acted acted) {
    looked(acted.repository());
  }

  private void attend(UUID person, UUID pullRequest) {
    try {
      var due = due(pullRequest);
      if (due.isPresent() && refreshing.mayAsk(person)) {
        inTurn(pullRequest, due.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.info("Pull request {} was not read again: {}", pullRequest, e.toString());
    } finally {
      underWay.remove(pullRequest);
    }
  }

  private record Due(UUID account, UUID repository, String externalId, int number) {}

  /** Open, not just read, and within reach of an account that is not at rest. */
  private Optional<Due> due(UUID pullRequest) {
    return jdbc.sql(
            """
            select chosen.account_id, p.repository_id, p.external_id, p.number
            from   pull_request    p
            join   repository_sync rs on rs.repository_id = p.repository_id
            left   join pull_request_reading g on g.repository_id = p.repository_id
                                              and g.external_id   = p.external_id
            cross  join lateral (%s) chosen
            left   join account_pace ap on ap.account_id = chosen.account_id
            where  p.id    = :id
            and    p.state = 'OPEN'
            and    coalesce(ap.paused_until, '-infinity') <= now()
            and    coalesce(g.begun_at, '-infinity') < :fresh
            """
                .formatted(Readers.CHOSEN))
        .param("id", pullRequest)
        .param("fresh", Timestamp.from(clock.instant().minus(FRESH)))
        .query((row, _) ->
            new Due(
                row.getObject("account_id", UUID.class),
                row.getObject("repository_id", UUID.class),
                row.getString("external_id"),
                row.getInt("number")))
        .optional();
  }

  private void inTurn(UUID pullRequest, Due due) throws InterruptedException {
    var turn = turns.computeIfAbsent(due.account(), _ -> new Semaphore(OF_ONE_ACCOUNT, true));
    if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    try {
      read(due);
      looked(due.repository());
      settle(pullRequest, due.repository());
    } finally {
      turn.release();
    }
  }

  private void read(Due due) {
    var account = accounts.find(due.account()).filter(ProviderAccount::usable);
    var repository = repositories.find(due.repository());
    if (account.isEmpty() || repository.isEmpty()) {
      return;
    }
    try {
      readings.one(
          accounts.access(account.get()),
          new Wanted(repository.get(), due.externalId(), due.number(), true));
    } catch (ProviderFailure e) {
      log.info(
          "{} {} was not read again: {}",
          repository.get().fullName(),
          due.number(),
          e.problem().code());
      if (e.problem().code().tokenIsDead()) {
        accounts.died(due.account(), e.problem());
      }
      if (Halving.isOfTheAccount(e.problem())) {
        rhythm.stumbled(due.account(), e.problem());
      }
    }
    rhythm.left(due.account()).forEach(budget -> accounts.budget(due.account(), budget));
  }

  /** What the provider began to compute because it was asked is asked for again. */
  private void settle(UUID pullRequest, UUID repository) {
    jdbc.sql(
            """
            update repository_sync
            set    settle_at = now() + interval '3 seconds', settle_tries = 0
            where  repository_id = :repository
            and    settle_at is null
            and    exists (select 1
                           from   pull_request
                           where  id = :id and state = 'OPEN' and mergeability = 'UNKNOWN')
            """)
        .param("repository", repository)
        .param("id", pullRequest)
        .update();
  }
}
