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
  private final JdbcClient jdbc;
  private final JsonMapper json;

  Ledger(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * @param interval seconds until the next look at what went well
   */
  @Transactional
  public void close(List<Outcome> outcomes, int interval) {
    jdbc.sql(
            """
            update repository_sync rs
            set    next_due       = case when rs.asked_at > rs.last_tried_at then now()
                                         when rs.announced_at > rs.last_tried_at
                                           then greatest(now(), rs.last_tried_at + interval '2 seconds')
                                         when o.wait is null                 then rs.next_due
                                         else now() + make_interval(secs => o.wait) end,
                   interval_s     = coalesce(o.interval, rs.interval_s),
                   failures       = o.failures,
                   last_synced_at = case when o.synced then now() else rs.last_synced_at end,
                   open_count     = case when o.synced then o.open else rs.open_count end,
                   problem        = case when o.synced           then null
                                         when o.problem is null  then rs.problem
                                         else o.problem end,
                   settle_at      = now() + make_interval(secs => o.settle_in),
                   settle_tries   = o.settle_tries,
                   leased_until   = null,
                   leased_by      = null
            from   jsonb_to_recordset(cast(:outcomes as jsonb)) as o (
                     repository uuid, synced boolean, wait int, interval int, failures int,
                     open int, problem jsonb, settle_in int, settle_tries int)
            where  rs.repository_id = o.repository
            """)
        .param(
            "outcomes",
            json.writeValueAsString(
                outcomes.stream().map(outcome -> row(outcome, interval)).toList()))
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
        .param(
            "outcomes",
            json.writeValueAsString(outcomes.stream().map(outcome -> row(outcome, 0)).toList()))
        .update();
  }

  private static Map<String, @Nullable Object> row(Outcome outcome, int interval) {
    var synced = outcome.ending() == Ending.SYNCED;
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("repository", outcome.repository());
    row.put("synced", synced);
    row.put("wait", wait(outcome, interval));
    row.put("interval", synced ? interval : null);
    row.put("failures", outcome.failures());
    row.put("open", outcome.open());
    row.put("problem", outcome.problem());
    row.put("settle_in", outcome.settleIn());
    row.put("settle_tries", outcome.settleTries());
    return row;
  }

  private static @Nullable Integer wait(Outcome outcome, int interval) {
    return switch (outcome.ending()) {
      case SYNCED -> interval;
      case FAILED -> retry(outcome.failures());
      case LOST -> outcome.failures() == 1 ? Integer.valueOf(1) : retry(outcome.failures());
      case UNFINISHED -> null;
    };
  }

  /** Doubles with each failure, and scatters so that not all come back at once. */
  static Integer retry(int failures) {
    var wait = Math.min(LONGEST_RETRY, FIRST_RETRY << Math.min(failures - 1, 10));
    return (int) (wait * ThreadLocalRandom.current().nextDouble(0.8, 1.2));
  }
}
