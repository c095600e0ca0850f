package io.ampel.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Exchanges through the database what each process took, every few seconds while it takes some. */
@Component
class SharedSpending implements Elsewhere {
  private static final Logger log = LoggerFactory.getLogger(SharedSpending.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final UUID process = UUID.randomUUID();
  private final Cache<UUID, Purse> purses =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(3)).build();
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Duration every;

  @Autowired
  SharedSpending(JdbcClient jdbc, JsonMapper json) {
    this(jdbc, json, EVERY);
  }

  SharedSpending(JdbcClient jdbc, JsonMapper json, Duration every) {
    this.jdbc = jdbc;
    this.json = json;
    this.every = every;
  }

  /** What is not written down yet of one budget. */
  private record Ours(String budget, int errands, int people) {
    Ours and(Ours more) {
      return new Ours(budget, errands + more.errands, people + more.people);
    }

    Ours without(Ours written) {
      return new Ours(budget, errands - written.errands, people - written.people);
    }
  }

  private static final class Purse {
    private final Map<String, Ours> unwritten = new ConcurrentHashMap<>();
    private final AtomicLong exchangeAt = new AtomicLong(System.nanoTime());
    private volatile List<Part> theirs = List.of();
    private volatile boolean isKnown;
  }

  @Override
  public void took(UUID account, String budget, int much, boolean errand) {
    var purse = purse(account);
    purse.unwritten.merge(
        budget, new Ours(budget, errand ? much : 0, errand ? 0 : much), Ours::and);
    exchangeIfDue(account, purse);
  }

  @Override
  public List<Part> known(UUID account) {
    var purse = purse(account);
    if (!purse.isKnown) {
      exchangeIfDue(account, purse);
    }
    return purse.theirs;
  }

  private Purse purse(UUID account) {
    return purses.get(account, _ -> new Purse());
  }

  private void exchangeIfDue(UUID account, Purse purse) {
    var due = purse.exchangeAt.get();
    var now = System.nanoTime();
    if (now - due >= 0 && purse.exchangeAt.compareAndSet(due, now + every.toNanos())) {
      exchange(account, purse);
    }
  }

  /** A call that was made does not fail because it could not be counted. */
  private void exchange(UUID account, Purse purse) {
    var ours = List.copyOf(purse.unwritten.values());
    try {
      purse.theirs = exchange(account, ours);
      purse.isKnown = true;
      ours.forEach(written ->
          purse.unwritten.computeIfPresent(written.budget(), (_, all) -> all.without(written)));
    } catch (DataAccessException e) {
      log.debug("What account {} took is told later", account, e);
    }
  }

  /** Tokens that are only tried have no account, and leave nothing. */
  private List<Part> exchange(UUID account, List<Ours> ours) {
    return jdbc.sql(
            """
            with over as (
              delete from account_spent
              where  account_id = :account
              and    begun_at   < now() - interval '2 hours'
            ),
            ours as (
              insert into account_spent as known
                     (account_id, budget, process, begun_at, errands, people)
              select a.id, o.budget, :process,
                     date_bin(make_interval(secs => :step), now(), timestamptz 'epoch'),
                     o.errands, o.people
              from   jsonb_to_recordset(cast(:ours as jsonb))
                       as o (budget text, errands int, people int)
              join   provider_account a on a.id = :account
              where  o.errands + o.people > 0
              on conflict (account_id, budget, process, begun_at) do update
                set errands = known.errands + excluded.errands,
                    people  = known.people  + excluded.people
            )
            select budget, begun_at, sum(errands) as errands, sum(people) as people
            from   account_spent
            where  account_id = :account
            and    process   <> :process
            and    begun_at   > now() - interval '1 hour' - make_interval(secs => :step)
            group  by budget, begun_at
            order  by begun_at
            """)
        .param("account", account)
        .param("process", process)
        .param("step", STEP.toSeconds())
        .param("ours", json.writeValueAsString(ours))
        .query((row, _) ->
            new Part(
                row.getString("budget"),
                row.getTimestamp("begun_at").toInstant(),
                row.getInt("errands"),
                row.getInt("people")))
        .list();
  }
}
