package io.ampel.pullrequest;

import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** Merged and closed pull requests, which are not kept for ever. */
@org.springframework.stereotype.Repository
public class EndedPullRequests {
  private final JdbcClient jdbc;

  EndedPullRequests(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Forgets those that ended before this moment and did not change since, with all that hangs on
   * them, the longest untouched first. One that is opened again at the provider is read anew.
   *
   * @return how many were forgotten, which is no more than asked for
   */
  @Transactional
  public int forget(Instant before, int most) {
    return jdbc.sql(
            """
            with old as (
              select id, repository_id, external_id
              from   pull_request
              where  state     <> 'OPEN'
              and    updated_at < :before
              and    coalesce(merged_at, closed_at, updated_at) < :before
              order  by updated_at
              limit  :most
              for    update skip locked
            ),
            readings as (
              delete from pull_request_reading
              using  old
              where  pull_request_reading.repository_id = old.repository_id
              and    pull_request_reading.external_id   = old.external_id
            )
            delete from pull_request
            using  old
            where  pull_request.id = old.id
            """)
        .param("before", Timestamp.from(before))
        .param("most", most)
        .update();
  }
}
