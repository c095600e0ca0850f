package io.ampel.sync;

import io.ampel.provider.AccountSwitched;
import java.util.Collection;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which account reads which repository for everybody. Those that could are drawn by lot, each with
 * the more chance the more of its budget is left, so that work which several people share is spread
 * over their accounts; the lot of an account and a repository is always the same, so that a
 * repository moves only when it must.
 */
@Repository
class Readers {
  /**
   * The account that reads {@code rs}: one whose owner watches it and which lives; one that has not
   * lost it, is not at rest and reads checks before all others.
   */
  static final String CHOSEN =
      """
      select s.account_id
      from   sight            s
      join   provider_account a on a.id = s.account_id
      left   join account_pace       p on p.account_id = s.account_id
      left   join account_capability c on c.account_id    = s.account_id
                                      and c.repository_id = s.repository_id
      where  s.repository_id = rs.repository_id
      and    a.enabled
      and    a.died_at is null
      order  by s.lost_at is not null,
                coalesce(p.paused_until > now(), false),
                coalesce(c.reads_checks, 'UNKNOWN') = 'YES' desc,
                -ln((hashtext(s.account_id::text || rs.repository_id::text)::bigint + 2147483649)
                    / 4294967297.0)
                / case when p.room_until > now() then greatest(p.room, 0.02) else 1 end,
                s.account_id
      limit  1\
      """;

  /** Who could read nothing at all keeps what it has, for the day on which it can again. */
  private static final String ASSIGN =
      """
      update repository_sync rs
      set    account_id = n.account_id
      from  (select rs.repository_id,
                    coalesce((%s),
                             (select s.account_id
                              from   sight s
                              where  s.repository_id = rs.repository_id
                              and    s.account_id    = rs.account_id)) as account_id
             from   repository_sync rs
             where  %s) n
      where  rs.repository_id = n.repository_id
      and    rs.account_id is distinct from n.account_id
      """;

  private final JdbcClient jdbc;

  Readers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Everything that is due within a minute. */
  @Transactional
  public int drawDue() {
    return draw("rs.next_due <= now() + interval '1 minute'").update();
  }

  /**
   * Repositories that somebody watches have a place in the due table and a reader; what nobody
   * watches with an account any more has none.
   */
  @Transactional
  public void admit() {
    jdbc.sql(
            """
            insert into repository_sync (repository_id)
            select distinct w.repository_id
            from   watch w
            where  not exists (select 1
                               from   repository_sync rs
                               where  rs.repository_id = w.repository_id)
            on conflict do nothing
            """)
        .update();
    jdbc.sql(
            """
            update repository_sync rs
            set    account_id = null
            where  rs.next_due <= now()
            and    rs.account_id is not null
            and    not exists (select
                               from   sight s
                               where  s.repository_id = rs.repository_id
                               and    s.account_id    = rs.account_id)
            """)
        .update();
    draw("""
    rs.account_id is null
    and exists (select from sight s where s.repository_id = rs.repository_id)\
    """)
        .update();
  }

  /** What this account reads: it rests, or is back. */
  @Transactional
  public int drawOf(UUID account) {
    return draw("rs.account_id = :account").param("account", account).update();
  }

  @EventListener
  void on(AccountSwitched account) {
    drawOf(account.account());
  }

  @Transactional
  public int draw(Collection<UUID> repositories) {
    if (repositories.isEmpty()) return 0;
    return draw("rs.repository_id = any (:repositories)")
        .param("repositories", repositories.toArray(UUID[]::new))
        .update();
  }

  private JdbcClient.StatementSpec draw(String which) {
    return jdbc.sql(ASSIGN.formatted(CHOSEN, which));
  }
}
