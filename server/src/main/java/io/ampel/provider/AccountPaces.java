package io.ampel.provider;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What each account of a person was used for lately. */
@Repository
class AccountPaces {
  private final JdbcClient jdbc;
  private final AccountUse use;

  AccountPaces(JdbcClient jdbc, AccountUse use) {
    this.jdbc = jdbc;
    this.use = use;
  }

  /**
   * @param calls within the last hour, five minutes more or less
   * @param repositories that it reads for everybody
   * @param interval seconds between two looks at the slowest of them, null where it reads none
   */
  record AccountPace(UUID account, long calls, int repositories, @Nullable Integer interval) {}

  Map<UUID, AccountPace> of(UUID person) {
    return jdbc
        .sql(
            """
            select a.id, coalesce(used.calls, 0) as calls, read.repositories, read.interval_s
            from   provider_account a
            left   join lateral (select sum(calls) as calls
                                 from   account_use
                                 where  account_id = a.id
                                 and    begun_at   > now() - interval '1 hour') used on true
            left   join lateral (select count(*) as repositories, max(interval_s) as interval_s
                                 from   repository_sync
                                 where  account_id = a.id) read on true
            where  a.person_id = :person
            """)
        .param("person", person)
        .query(this::pace)
        .list()
        .stream()
        .collect(Collectors.toMap(AccountPace::account, pace -> pace));
  }

  private AccountPace pace(ResultSet row, int number) throws SQLException {
    var account = row.getObject("id", UUID.class);
    return new AccountPace(
        account,
        row.getLong("calls") + use.unwritten(account),
        row.getInt("repositories"),
        row.getObject("interval_s", Integer.class));
  }
}
