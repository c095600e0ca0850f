package io.ampel.provider;

import io.ampel.identity.Audit;
import io.ampel.platform.Live;
import io.ampel.platform.Secret;
import io.ampel.platform.SecretUnreadable;
import io.ampel.platform.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The provider accounts of all people. Whoever wants to ask a provider for somebody begins here:
 * finds the account and gets {@link #access}.
 */
@Repository
public class ProviderAccounts {
  static final String TOKEN = "provider-token";
  private static final Duration USED_EVERY = Duration.ofMinutes(1);

  /** Longer than any call takes. */
  private static final Duration IN_FLIGHT = Duration.ofMinutes(1);

  private static final Duration BUDGET_EVERY = Duration.ofSeconds(10);

  private final JdbcClient jdbc;
  private final Vault vault;
  private final JsonMapper json;
  private final Clock clock;
  private final Audit audit;
  private final Live live;
  private final AccountRows rows;
  private final Map<UUID, Instant> used = new ConcurrentHashMap<>();
  private final Map<String, Instant> budgeted = new ConcurrentHashMap<>();

  ProviderAccounts(
      JdbcClient jdbc, Vault vault, JsonMapper json, Clock clock, Audit audit, Live live) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.json = json;
    this.clock = clock;
    this.audit = audit;
    this.live = live;
    this.rows = new AccountRows(json);
  }

  /** In the order in which they were added, those of one instance together. */
  public List<ProviderAccount> of(UUID person) {
    return jdbc.sql(
            """
            select %s
            from   provider_account a
            join   instance i on i.id = a.instance_id
            where  a.person_id = :person
            order  by i.created_at, i.name, a.created_at, a.id
            """
                .formatted(AccountRows.COLUMNS))
        .param("person", person)
        .query(rows)
        .list();
  }

  /** Empty when it does not exist or is somebody else's. */
  public Optional<ProviderAccount> find(UUID person, UUID id) {
    return find(id).filter(account -> account.person().equals(person));
  }

  /** Whosever it is: for work that nobody waits for. */
  public Optional<ProviderAccount> find(UUID id) {
    return jdbc.sql(
            """
            select %s
            from   provider_account a
            join   instance i on i.id = a.instance_id
            where  a.id = :id
            """
                .formatted(AccountRows.COLUMNS))
        .param("id", id)
        .query(rows)
        .optional();
  }

  /**
   * Everybody's accounts that died, or whose token ends before this moment; API tokens of Bitbucket
   * that nobody knows the end of, by their age.
   */
  List<ProviderAccount> troubled(Instant before) {
    return jdbc.sql(
            """
            select %s
            from   provider_account a
            join   instance i on i.id = a.instance_id
            where  a.enabled
            and    (   a.died_at is not null
                    or coalesce(a.expires_at, a.expires_typed) < :before
                    or (    i.provider = 'BITBUCKET'
                        and a.username is not null
                        and a.expires_at    is null
                        and a.expires_typed is null
                        and a.token_changed_at + interval '365 days' < :before))
            order  by a.died_at is null, a.created_at, a.id
            """
                .formatted(AccountRows.COLUMNS))
        .param("before", at(before))
        .query(rows)
        .list();
  }

  /** What the provider calls the owner of the token, empty until it was verified once. */
  public Optional<String> login(UUID id) {
    return jdbc.sql("select identity_login from provider_account where id = :id")
        .param("id", id)
        .query(String.class)
        .optional();
  }

  /**
   * The right to ask with this account. The token is decrypted when it is used, not before; a dead
   * or disabled account throws then.
   */
  public Access access(ProviderAccount account) {
    return access(
        account, account.username(), account.workspace(), () -> tokenOfUsable(account.id()));
  }

  /** Also for a dead or disabled account, which its owner wants to test. */
  Access accessForTest(ProviderAccount account) {
    return accessForTest(account, account.username(), account.workspace());
  }

  /** With something else beside the stored token. */
  Access accessForTest(
      ProviderAccount account, @Nullable String username, @Nullable String workspace) {
    return access(account, username, workspace, () -> open(account.id()));
  }

  private static Access access(
      ProviderAccount account,
      @Nullable String username,
      @Nullable String workspace,
      Supplier<Secret> token) {
    return new Access(
        account.id(),
        account.instance(),
        username,
        workspace,
        token,
        account.tokenChangedAt(),
        null);
  }

  private Secret tokenOfUsable(UUID account) {
    refuseUnusable(account);
    markUsed(account);
    return open(account);
  }

  private Secret open(UUID account) {
    try {
      return vault.open(account, TOKEN);
    } catch (SecretUnreadable e) {
      throw new ProviderFailure(
          AccountProblem.of(
              AccountProblem.Code.INVALID_TOKEN, "The stored token cannot be opened"));
    }
  }

  private void refuseUnusable(UUID account) {
    var problem =
        jdbc.sql(
                """
                select coalesce(problem, '{"code": "INVALID_TOKEN", "missing": []}') as problem
                from   provider_account
                where  id = :id
                and    (died_at is not null or not enabled)
                """)
            .param("id", account)
            .query((row, _) -> json.readValue(row.getString("problem"), AccountProblem.class))
            .optional();
    problem.ifPresent(found -> {
      throw new ProviderFailure(found);
    });
  }

  private void markUsed(UUID account) {
    var now = clock.instant();
    var last = used.get(account);
    if (last != null && last.plus(USED_EVERY).isAfter(now)) return;
    used.put(account, now);
    jdbc.sql(
            """
            update provider_account
            set    last_used_at = :now
            where  id = :id
            and    coalesce(last_used_at, '-infinity') < :due
            """)
        .param("now", at(now))
        .param("id", account)
        .param("due", at(now.minus(USED_EVERY)))
        .update();
  }

  /**
   * The provider refuses the token: from now on the account is not used any more. A token that was
   * just replaced is looked at again instead, as the refusal may mean the old one.
   *
   * @return whether it was alive until now and is not any more
   */
  @Transactional
  public boolean died(UUID id, AccountProblem problem) {
    var dead = isJustReplaced(id) ? Optional.<Dead>empty() : markDead(id, problem);
    dead.ifPresent(account -> {
      audit.record(
          account.person(),
          "account.died",
          "provider-account",
          id,
          Audit.Outcome.DONE,
          Map.of("name", account.name(), "problem", account.problem()));
      live.publish(AccountKeeping.TOPIC, account.person().toString());
    });
    return dead.isPresent();
  }

  private record Dead(UUID person, String name, String problem) {}

  /** Where the provider does not tell expired from invalid, the end that was known decides. */
  private Optional<Dead> markDead(UUID id, AccountProblem problem) {
    return jdbc.sql(
            """
            update provider_account
            set    died_at = :now,
                   problem = cast(:problem as jsonb)
                             || case when coalesce(expires_at, expires_typed) <= :now
                                     then '{"code": "TOKEN_EXPIRED"}'
                                     else '{}' end::jsonb
            where  id = :id
            and    died_at is null
            returning person_id, name, problem ->> 'code' as code
            """)
        .param("now", at(clock.instant()))
        .param("problem", json.writeValueAsString(problem))
        .param("id", id)
        .query((row, _) ->
            new Dead(
                row.getObject("person_id", UUID.class),
                row.getString("name"),
                row.getString("code")))
        .optional();
  }

  private boolean isJustReplaced(UUID id) {
    return jdbc.sql(
                """
                update provider_account
                set    last_tried_at = null
                where  id = :id
                and    token_changed_at > created_at
                and    token_changed_at > :recently
                """)
            .param("id", id)
            .param("recently", at(clock.instant().minus(IN_FLIGHT)))
            .update()
        > 0;
  }

  /** Keeps what the provider says is left, every few seconds at most. */
  public void budget(UUID id, Budget budget) {
    var now = clock.instant();
    var key = id + " " + budget.name();
    var last = budgeted.get(key);
    if (last != null && last.plus(BUDGET_EVERY).isAfter(now)) return;
    budgeted.put(key, now);
    jdbc.sql(
            """
            update provider_account
            set    budgets = budgets || jsonb_build_object(cast(:name as text), cast(:budget as jsonb))
            where  id = :id
            """)
        .param("name", budget.name())
        .param("budget", json.writeValueAsString(budget))
        .param("id", id)
        .update();
  }

  /** Keeps what the provider computed for the asking person, when it says something new. */
  @Transactional
  public void remember(UUID account, UUID repository, Permissions permissions) {
    remember(account, Map.of(repository, permissions));
  }

  /** The same of many repositories, in one statement. */
  @Transactional
  public void remember(UUID account, Map<UUID, Permissions> permissions) {
    if (permissions.isEmpty()) return;
    jdbc.sql(
            """
            insert into account_capability as known
                   (account_id, repository_id, may_comment, may_approve, may_merge, may_bypass,
                    may_maintain, reads_checks, read_at)
            select :account, p.repository, p.comment, p.approve, p.merge, p.bypass, p.maintain,
                   p.read_checks, :now
            from   jsonb_to_recordset(cast(:permissions as jsonb)) as p (
                     repository uuid, comment text, approve text, merge text, bypass boolean,
                     maintain boolean, read_checks text)
            order  by p.repository
            on conflict (account_id, repository_id) do update
            set    may_comment  = excluded.may_comment,
                   may_approve  = excluded.may_approve,
                   may_merge    = excluded.may_merge,
                   may_bypass   = excluded.may_bypass,
                   may_maintain = excluded.may_maintain,
                   reads_checks = excluded.reads_checks,
                   read_at      = excluded.read_at
            where  (known.may_comment, known.may_approve, known.may_merge, known.may_bypass,
                    known.may_maintain, known.reads_checks)
                   is distinct from
                   (excluded.may_comment, excluded.may_approve, excluded.may_merge,
                    excluded.may_bypass, excluded.may_maintain, excluded.reads_checks)
            """)
        .param("account", account)
        .param(
            "permissions",
            json.writeValueAsString(
                permissions.entrySet().stream()
                    .map(one -> row(one.getKey(), one.getValue()))
                    .toList()))
        .param("now", at(clock.instant()))
        .update();
  }

  private static Map<String, Object> row(UUID repository, Permissions may) {
    return Map.of(
        "repository", repository,
        "comment", may.comment(),
        "approve", may.approve(),
        "merge", may.merge(),
        "bypass", may.bypass(),
        "maintain", may.maintain(),
        "read_checks", may.readChecks());
  }

  /**
   * With which account this person acts there: one that may, rather than one of which it is not
   * known, and among those the preferred one. Empty when none reaches it or none may.
   */
  public Optional<Access> acting(UUID person, io.ampel.pullrequest.Repository repository, Act act) {
    return best(person, repository.id(), act).map(this::access);
  }

  /** The same for a verdict about somebody's work, which nobody gives about their own. */
  public Optional<Access> judging(
      UUID person, io.ampel.pullrequest.Repository repository, String author) {
    return best(person, repository.id(), Act.APPROVE, author).map(this::access);
  }

  /** The account behind {@link #acting}. */
  public Optional<ProviderAccount> best(UUID person, UUID repository, Act act) {
    return best(person, repository, act, "");
  }

  private Optional<ProviderAccount> best(UUID person, UUID repository, Act act, String otherThan) {
    return jdbc.sql(
            """
            select %1$s
            from   sight s
            join   provider_account a        on a.id = s.account_id
            join   instance i                on i.id = a.instance_id
            left   join account_capability c on c.account_id    = a.id
                                            and c.repository_id = s.repository_id
            where  s.person_id     = :person
            and    s.repository_id = :repository
            and    s.proved_at is not null
            and    s.lost_at   is null
            and    a.enabled
            and    a.died_at is null
            and    coalesce(c.%2$s, 'UNKNOWN') <> 'NO'
            and    a.identity_login is distinct from :otherThan
            order  by coalesce(c.%2$s, 'UNKNOWN') = 'YES' desc, a.is_default desc, a.created_at, a.id
            limit  1
            """
                .formatted(AccountRows.COLUMNS, column(act)))
        .param("person", person)
        .param("repository", repository)
        .param("otherThan", otherThan)
        .query(rows)
        .optional();
  }

  private static String column(Act act) {
    return switch (act) {
      case COMMENT -> "may_comment";
      case APPROVE -> "may_approve";
      case MERGE -> "may_merge";
    };
  }

  /**
   * The accounts that may be used to read a repository, best first: those whose owners watch it and
   * that are fit for use, one that proved its sight and reads checks before one that did not.
   */
  public List<ProviderAccount> polling(UUID repository) {
    return jdbc.sql(
            """
            select %1$s
            from   sight s
            join   provider_account a        on a.id = s.account_id
            join   instance i                on i.id = a.instance_id
            left   join account_capability c on c.account_id    = a.id
                                            and c.repository_id = s.repository_id
            where  s.repository_id = :repository
            and    a.enabled
            and    a.died_at is null
            order  by s.lost_at   is not null,
                      s.proved_at is null,
                      coalesce(c.reads_checks, 'UNKNOWN') = 'YES' desc,
                      a.is_default desc, a.created_at, a.id
            """
                .formatted(AccountRows.COLUMNS))
        .param("repository", repository)
        .query(rows)
        .list();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
