package io.ampel.provider;

import static java.sql.Types.TIMESTAMP_WITH_TIMEZONE;
import static java.sql.Types.VARCHAR;

import io.ampel.identity.Audit;
import io.ampel.platform.Live;
import io.ampel.platform.Vault;
import io.ampel.pullrequest.Instance;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** What owners do to their accounts, and what tests of them find; each change with its audit. */
@Repository
class AccountKeeping {
  /** What {@link Live} says when accounts of a person changed; the id is the person's. */
  static final String TOPIC = "provider-accounts";

  private final JdbcClient jdbc;
  private final Vault vault;
  private final Audit audit;
  private final Live live;
  private final JsonMapper json;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  AccountKeeping(
      JdbcClient jdbc,
      Vault vault,
      Audit audit,
      Live live,
      JsonMapper json,
      Clock clock,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.audit = audit;
    this.live = live;
    this.json = json;
    this.clock = clock;
    this.events = events;
  }

  /** An account about to be, its token apart. */
  record Draft(UUID person, Instance instance, String name) {}

  /** What an account is called and what goes with its token. */
  record Description(
      String name,
      @Nullable String username,
      @Nullable String workspace,
      @Nullable Instant expiresTyped) {
    static Description of(ProviderAccount account) {
      return new Description(
          account.name(), account.username(), account.workspace(), account.expiresTyped());
    }

    boolean goesWithTheSame(Description other) {
      return Objects.equals(username, other.username) && Objects.equals(workspace, other.workspace);
    }
  }

  /** The first account of a person at an instance becomes the preferred one. */
  @Transactional
  public UUID add(Draft draft, Credentials given, Diagnosis diagnosis) {
    var id =
        jdbc.sql(
                """
                insert into provider_account
                       (person_id, instance_id, name, username, workspace, expires_typed,
                        is_default, token_changed_at, created_at)
                values (:person, :instance, :name, :username, :workspace, :expires,
                        not exists (select 1
                                    from   provider_account
                                    where  person_id   = :person
                                    and    instance_id = :instance
                                    and    is_default),
                        :now, :now)
                returning id
                """)
            .param("person", draft.person())
            .param("instance", draft.instance().id())
            .param("name", draft.name())
            .param("username", given.username(), VARCHAR)
            .param("workspace", given.workspace(), VARCHAR)
            .param("expires", timestamp(given.expires()), TIMESTAMP_WITH_TIMEZONE)
            .param("now", now())
            .query(UUID.class)
            .single();
    vault.seal(id, ProviderAccounts.TOKEN, given.paste().token().reveal());
    write(id, diagnosis);
    var details = new LinkedHashMap<String, Object>();
    details.put("name", draft.name());
    details.put("instance", draft.instance().name());
    identity(diagnosis, details);
    record(draft.person(), "account.added", id, details);
    return id;
  }

  private static void identity(Diagnosis diagnosis, Map<String, Object> details) {
    var introduction = diagnosis.introduction();
    if (introduction != null) details.put("identity", introduction.identity().login());
  }

  /**
   * Keeps what a test of the stored token found, unless the token was replaced in the meantime.
   *
   * @return whether anything was kept
   */
  @Transactional
  public boolean examined(ProviderAccount account, Diagnosis diagnosis) {
    var isSame =
        jdbc.sql(
                """
                select token_changed_at = :changed
                from   provider_account
                where  id = :id
                for    update
                """)
            .param("changed", timestamp(account.tokenChangedAt()))
            .param("id", account.id())
            .query(Boolean.class)
            .optional()
            .orElse(false);
    if (!isSame) return false;
    write(account.id(), diagnosis);
    if (diagnosis.problem() != null
        && diagnosis.problem().code().tokenIsDead()
        && account.diedAt() == null) {
      record(
          account.person(),
          "account.died",
          account.id(),
          Map.of("name", account.name(), "problem", diagnosis.problem().code().name()));
    }
    if (isNews(account, diagnosis)) live.publish(TOPIC, account.person().toString());
    return true;
  }

  /** Whether its owner should see something else than before. */
  private static boolean isNews(ProviderAccount before, Diagnosis now) {
    var comesBack = before.diedAt() != null && now.introduction() != null;
    return comesBack
        || before.lastVerifiedAt() == null
        || !Objects.equals(code(before.problem()), code(now.problem()));
  }

  private static AccountProblem.@Nullable Code code(@Nullable AccountProblem problem) {
    return problem == null ? null : problem.code();
  }

  private void write(UUID id, Diagnosis diagnosis) {
    var introduction = diagnosis.introduction();
    if (introduction == null) {
      writeProblem(id, diagnosis);
    } else {
      writeIntroduction(id, introduction, diagnosis);
    }
  }

  private void writeProblem(UUID id, Diagnosis diagnosis) {
    var problem = diagnosis.problem();
    jdbc.sql(
            """
            update provider_account
            set    problem       = cast(:problem as jsonb),
                   last_tried_at = :now,
                   died_at       = case when :dead then coalesce(died_at, :now) else died_at end
            where  id = :id
            """)
        .param("problem", problem == null ? null : json.writeValueAsString(problem), VARCHAR)
        .param("dead", problem != null && problem.code().tokenIsDead())
        .param("now", now())
        .param("id", id)
        .update();
  }

  private void writeIntroduction(UUID id, Introduction told, Diagnosis diagnosis) {
    var budgets = new LinkedHashMap<String, Budget>();
    told.budgets().forEach(budget -> budgets.put(budget.name(), budget));
    jdbc.sql(
            """
            update provider_account
            set    identity_id          = :identity,
                   identity_login       = :login,
                   identity_name        = :name,
                   identity_avatar      = :avatar,
                   token_kind           = :kind,
                   owner                = :owner,
                   scopes               = :scopes,
                   capabilities         = cast(:capabilities as jsonb),
                   repositories_visible = :visible,
                   expires_at           = :expires,
                   budgets              = budgets || cast(:budgets as jsonb),
                   warnings             = cast(:warnings as jsonb),
                   problem              = cast(:problem as jsonb),
                   died_at              = null,
                   last_tried_at        = :now,
                   last_verified_at     = :now
            where  id = :id
            """)
        .param("identity", told.identity().id())
        .param("login", told.identity().login())
        .param("name", told.identity().name(), VARCHAR)
        .param("avatar", told.identity().avatar(), VARCHAR)
        .param("kind", told.tokenKind())
        .param("owner", told.owner(), VARCHAR)
        .param("scopes", told.scopes().toArray(String[]::new))
        .param("capabilities", json.writeValueAsString(told.capabilities()))
        .param("visible", told.repositoriesVisible())
        .param("expires", timestamp(told.expiresAt()), TIMESTAMP_WITH_TIMEZONE)
        .param("budgets", json.writeValueAsString(budgets))
        .param("warnings", json.writeValueAsString(diagnosis.warnings()))
        .param(
            "problem",
            diagnosis.problem() == null ? null : json.writeValueAsString(diagnosis.problem()),
            VARCHAR)
        .param("now", now())
        .param("id", id)
        .update();
  }

  /** Watched repositories, views and history stay; what the old token was told to may, does not. */
  @Transactional
  public void replaceToken(
      ProviderAccount account, TokenPaste paste, Diagnosis diagnosis, boolean otherIdentity) {
    jdbc.sql(
            """
            update provider_account
            set    token_changed_at = :now,
                   died_at          = null,
                   expires_typed    = null
            where  id = :id
            """)
        .param("now", now())
        .param("id", account.id())
        .update();
    jdbc.sql("delete from account_capability where account_id = :id")
        .param("id", account.id())
        .update();
    vault.seal(account.id(), ProviderAccounts.TOKEN, paste.token().reveal());
    write(account.id(), diagnosis);
    events.publishEvent(new AccountReplaced(account.id(), otherIdentity));
    var details = new LinkedHashMap<String, Object>();
    details.put("name", account.name());
    details.put("otherIdentity", otherIdentity);
    identity(diagnosis, details);
    record(account.person(), "account.token-replaced", account.id(), details);
  }

  @Transactional
  public void describe(ProviderAccount account, Description description) {
    jdbc.sql(
            """
            update provider_account
            set    name          = :name,
                   username      = :username,
                   workspace     = :workspace,
                   expires_typed = :expires
            where  id = :id
            """)
        .param("name", description.name())
        .param("username", description.username(), VARCHAR)
        .param("workspace", description.workspace(), VARCHAR)
        .param("expires", timestamp(description.expiresTyped()), TIMESTAMP_WITH_TIMEZONE)
        .param("id", account.id())
        .update();
    record(account.person(), "account.changed", account.id(), Map.of("name", description.name()));
  }

  @Transactional
  public void enable(ProviderAccount account, boolean enabled) {
    if (account.enabled() == enabled) return;
    jdbc.sql("update provider_account set enabled = :enabled where id = :id")
        .param("enabled", enabled)
        .param("id", account.id())
        .update();
    events.publishEvent(new AccountSwitched(account.id()));
    record(
        account.person(),
        enabled ? "account.enabled" : "account.disabled",
        account.id(),
        Map.of("name", account.name()));
  }

  /** How much of its budget scheduled calls may take; null for the usual share. */
  @Transactional
  public void share(ProviderAccount account, @Nullable Double share) {
    if (Objects.equals(account.share(), share)) return;
    jdbc.sql("update provider_account set share = :share where id = :id")
        .param("share", share, java.sql.Types.DOUBLE)
        .param("id", account.id())
        .update();
    record(
        account.person(),
        "account.share",
        account.id(),
        Map.of("name", account.name(), "share", share == null ? "usual" : share));
  }

  /** One per person and instance, so another one loses it. */
  @Transactional
  public void prefer(ProviderAccount account) {
    jdbc.sql(
            """
            update provider_account
            set    is_default = false
            where  person_id   = :person
            and    instance_id = :instance
            and    is_default
            """)
        .param("person", account.person())
        .param("instance", account.instance().id())
        .update();
    jdbc.sql("update provider_account set is_default = true where id = :id")
        .param("id", account.id())
        .update();
    record(account.person(), "account.preferred", account.id(), Map.of("name", account.name()));
  }

  @Transactional
  public void delete(ProviderAccount account) {
    vault.forget(account.id(), ProviderAccounts.TOKEN);
    jdbc.sql("delete from provider_account where id = :id").param("id", account.id()).update();
    if (account.preferred()) preferAnother(account);
    record(
        account.person(),
        "account.deleted",
        account.id(),
        Map.of("name", account.name(), "instance", account.instance().name()));
  }

  private void preferAnother(ProviderAccount gone) {
    jdbc.sql(
            """
            update provider_account
            set    is_default = true
            where  id = (select id
                         from   provider_account
                         where  person_id   = :person
                         and    instance_id = :instance
                         order  by enabled desc, died_at is not null, created_at, id
                         limit  1)
            """)
        .param("person", gone.person())
        .param("instance", gone.instance().id())
        .update();
  }

  /** Repositories that this person reaches with this account and no other of theirs. */
  public int reachedByNoOther(ProviderAccount account) {
    return jdbc.sql(
            """
            select count(*)
            from   sight s
            where  s.account_id = :id
            and    s.proved_at is not null
            and    s.lost_at   is null
            and    not exists (select 1
                               from   sight other
                               join   provider_account a on a.id = other.account_id
                               where  other.person_id     = s.person_id
                               and    other.repository_id = s.repository_id
                               and    other.account_id   <> s.account_id
                               and    other.proved_at is not null
                               and    other.lost_at   is null
                               and    a.enabled
                               and    a.died_at is null)
            """)
        .param("id", account.id())
        .query(Integer.class)
        .single();
  }

  /** Accounts that nobody looked at for a day, or whose trouble may have passed. */
  public List<UUID> dueForExamination(int most) {
    return jdbc.sql(
            """
            select id
            from   provider_account
            where  enabled
            and    died_at is null
            and    coalesce(last_tried_at, '-infinity')
                   < :now - case when problem is null and last_verified_at is not null
                                 then interval '20 hours'
                                 else interval '15 minutes' end
            order  by last_tried_at nulls first
            limit  :most
            """)
        .param("now", now())
        .param("most", most)
        .query((row, _) -> row.getObject("id", UUID.class))
        .list();
  }

  private void record(UUID person, String action, UUID account, Map<String, ?> details) {
    audit.record(person, action, "provider-account", account, Audit.Outcome.DONE, details);
    live.publish(TOPIC, person.toString());
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static @Nullable OffsetDateTime timestamp(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }
}
