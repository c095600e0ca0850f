package io.ampel.sync;

import io.ampel.sync.Tally.Ending;
import io.ampel.sync.Tally.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Writes down how the readings went and when to read again, a whole batch in one statement. */
@Repository
class Ledger {
  private static final int FIRST_RETRY = 30;
  private static final int LONGEST_RETRY = 3600;

  /** Who does not answer at all may do so again soon. */
  private static final int LONGEST_SILENCE = 300;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Ledger(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * What went well is looked at again a little before its interval is over, not all at the same
   * moment, so that what was promised is kept. Time counts from when the look began: what it found
   * is as old as that.
   */
  @Transactional
  public void close(List<Outcome> outcomes, Cadence cadence) {
    jdbc.sql(
            """
            update repository_sync rs
            set    next_due       = case when rs.asked_at > rs.last_tried_at then now()
                                         when rs.announced_at > rs.last_tried_at
                                           then greatest(now(), rs.last_tried_at + interval '2 seconds')
                                         when o.synced
                                           then greatest(
                                             rs.last_tried_at
                                               + make_interval(secs => o.promised * (:earliest + (:latest - :earliest) * random())),
                                             now() + make_interval(secs => o.promised / 4.0))
                                         when o.wait is null                 then rs.next_due
                                         else now() + make_interval(secs => o.wait) end,
                   wanted_s       = case when o.synced then o.wanted else rs.wanted_s end,
                   interval_s     = case when o.synced then o.promised else rs.interval_s end,
                   told           = case when o.synced then o.told else rs.told end,
                   changed_at     = case when o.synced then o.changed_at else rs.changed_at end,
                   failures       = o.failures,
                   last_synced_at = case when o.synced then rs.last_tried_at else rs.last_synced_at end,
                   open_count     = case when o.synced then o.open else rs.open_count end,
                   problem        = case when o.synced           then null
                                         when o.problem is null  then rs.problem
                                         else o.problem end,
                   settle_at      = now() + make_interval(secs => o.settle_in),
                   settle_tries   = o.settle_tries,
                   leased_until   = null,
                   leased_by      = null
            from  (select o.*, n.changed_at, n.told, ceil(w.wanted) as wanted,
                          ceil(least(:longest, w.wanted * :stretch)) as promised
                   from   jsonb_to_recordset(cast(:outcomes as jsonb)) as o (
                            repository uuid, synced boolean, announced boolean, changed boolean, wait int,
                            failures int, open int, problem jsonb, settle_in int, settle_tries int)
                   join   repository_sync k on k.repository_id = o.repository
                   cross  join lateral (
                            select case when k.changed_at is null
                                          then (select least(now(), coalesce(max(p.updated_at), 'epoch'))
                                                from   pull_request p
                                                where  p.repository_id = k.repository_id)
                                        when o.changed then now()
                                        else k.changed_at end as changed_at,
                                   case when o.changed then o.announced else k.told end as told) n
                   cross  join lateral (select %s as wanted) w) o
            where  rs.repository_id = o.repository
            """
                .formatted(Cadence.WANTED))
        .param("outcomes", json.writeValueAsString(outcomes.stream().map(Ledger::row).toList()))
        .param("earliest", Cadence.EARLIEST)
        .param("latest", Cadence.LATEST)
        .param("least", cadence.least())
        .param("floor", cadence.floor())
        .param("ceiling", cadence.ceiling())
        .param("stretch", cadence.stretch())
        .param("longest", cadence.longest())
        .update();
  }

  /** After asking again only for what was unsettled: the next whole look stays when it was due. */
  @Transactional
  public void settled(List<Outcome> outcomes) {
    jdbc.sql(
            """
            update repository_sync rs
            set    settle_at    = now() + make_interval(secs => o.settle_in),
                   settle_tries = o.settle_tries,
                   leased_until = null,
                   leased_by    = null
            from   jsonb_to_recordset(cast(:outcomes as jsonb)) as o (
                     repository uuid, settle_in int, settle_tries int)
            where  rs.repository_id = o.repository
            """)
        .param("outcomes", json.writeValueAsString(outcomes.stream().map(Ledger::row).toList()))
        .update();
  }

  private static Map<String, @Nullable Object> row(Outcome outcome) {
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("repository", outcome.repository());
    row.put("synced", outcome.ending() == Ending.SYNCED);
    row.put("announced", outcome.announced());
    row.put("changed", outcome.changed());
    row.put("wait", wait(outcome));
    row.put("failures", outcome.failures());
    row.put("open", outcome.open());
    row.put("problem", outcome.problem());
    row.put("settle_in", outcome.settleIn());
    row.put("settle_tries", outcome.settleTries());
    return row;
  }

  private static @Nullable Integer wait(Outcome outcome) {
    var problem = outcome.problem();
    var longest = problem != null && Silence.is(problem) ? LONGEST_SILENCE : LONGEST_RETRY;
    return switch (outcome.ending()) {
      case FAILED -> retry(outcome.failures(), longest);
      case LOST ->
          outcome.failures() == 1 ? Integer.valueOf(1) : retry(outcome.failures(), longest);
      case SYNCED, UNFINISHED -> null;
    };
  }

  /** Doubles with each failure, and scatters so that not all come back at once. */
  static Integer retry(int failures, int longest) {
    var wait = Math.min(longest, FIRST_RETRY << Math.min(failures - 1, 10));
    return (int) (wait * ThreadLocalRandom.current().nextDouble(0.8, 1.2));
  }
}
