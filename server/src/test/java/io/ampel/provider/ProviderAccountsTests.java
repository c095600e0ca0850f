package io.ampel.provider;

import static io.ampel.provider.AccountProblem.Code.INVALID_TOKEN;
import static io.ampel.provider.AccountProblem.Code.TOKEN_EXPIRED;
import static io.ampel.provider.Capabilities.State.NO;
import static io.ampel.provider.Capabilities.State.UNKNOWN;
import static io.ampel.provider.Capabilities.State.YES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ampel.platform.AmpelTest;
import io.ampel.platform.Vault;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

@AmpelTest
@Transactional
class ProviderAccountsTests {
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  @Autowired private ProviderAccounts accounts;

  private UUID mira;
  private UUID ben;
  private UUID instance;
  private UUID repository;

  @BeforeEach
  void people() {
    mira = person("mira@example.com");
    ben = person("ben@example.com");
    instance =
        id(
            "insert into instance (provider, base_url, name) values ('GITHUB', 'https://x.example', 'x') returning id");
    repository =
        id(
            "insert into repository (instance_id, external_id, full_name, url, visibility) values ('%s', 'R1', 'acme/api', 'https://x.example/acme/api', 'PRIVATE') returning id",
            instance);
  }

  @Test
  void aTokenIsOpenedOnlyAtTheCallAndTheUseIsNoted() {
    var account = accounts.find(mira, account(mira, "work")).orElseThrow();
    vault.seal(account.id(), ProviderAccounts.TOKEN, "ghp_planted");
    var access = accounts.access(account);
    assertThat(used(account.id())).isFalse();
    assertThat(access.token().get().reveal()).isEqualTo("ghp_planted");
    assertThat(access.toString()).doesNotContain("ghp_planted");
    assertThat(used(account.id())).isTrue();
  }

  @Test
  void aDeadAccountIsUsedNoMoreAlsoThroughAnAccessMadeBefore() {
    var account = accounts.find(mira, account(mira, "work")).orElseThrow();
    vault.seal(account.id(), ProviderAccounts.TOKEN, "ghp_planted");
    var access = accounts.access(account);
    assertThat(accounts.died(account.id(), AccountProblem.of(INVALID_TOKEN, "Bad credentials")))
        .isTrue();
    assertThat(accounts.died(account.id(), AccountProblem.of(INVALID_TOKEN, "again"))).isFalse();
    assertThatThrownBy(access.token()::get).hasMessage("INVALID_TOKEN: Bad credentials");
    assertThat(accounts.find(account.id()).orElseThrow().status())
        .isEqualTo(ProviderAccount.Status.DEAD);
  }

  @Test
  void aRefusalThatMayMeanTheOldTokenDoesNotKillTheNewOne() {
    var id = account(mira, "work");
    jdbc.sql(
            "update provider_account set created_at = now() - interval '1 day', token_changed_at = now()")
        .update();
    assertThat(accounts.died(id, AccountProblem.of(INVALID_TOKEN))).isFalse();
    assertThat(accounts.find(id).orElseThrow().usable()).isTrue();
  }

  @Test
  void aDeathAfterTheKnownEndIsCalledExpiry() {
    var id = account(mira, "work");
    jdbc.sql("update provider_account set expires_typed = now() - interval '1 hour'").update();
    accounts.died(id, AccountProblem.of(INVALID_TOKEN, "Bad credentials"));
    assertThat(accounts.find(id).orElseThrow().problem())
        .isEqualTo(AccountProblem.of(TOKEN_EXPIRED, "Bad credentials"));
  }

  @Test
  void aDeathIsWrittenDown() {
    accounts.died(account(mira, "work"), AccountProblem.of(INVALID_TOKEN));
    assertThat(
            jdbc.sql("select details ->> 'name' from audit where action = 'account.died'")
                .query(String.class)
                .list())
        .containsExactly("work");
  }

  @Test
  void somebodyElsesAccountIsNotFound() {
    var id = account(mira, "work");
    assertThat(accounts.find(ben, id)).isEmpty();
    assertThat(accounts.of(ben)).isEmpty();
    assertThat(accounts.of(mira)).hasSize(1);
  }

  @Test
  void budgetsAreKeptByName() {
    var id = account(mira, "work");
    accounts.budget(id, new Budget("core", 5000, 4000, null));
    accounts.budget(id, new Budget("graphql", 5000, 100, null));
    var account = accounts.find(id).orElseThrow();
    assertThat(account.budgets()).extracting(Budget::name).containsExactly("core", "graphql");
    assertThat(account.tightestBudget())
        .hasValueSatisfying(b -> assertThat(b.remaining()).isEqualTo(100));
  }

  @Test
  void theAccountThatMayActsRatherThanThePreferredOneThatMayNot() {
    var preferred = reaching(mira, "preferred");
    jdbc.sql("update provider_account set is_default = true where id = :id")
        .param("id", preferred)
        .update();
    var other = reaching(mira, "other");
    accounts.remember(preferred, repository, new Permissions(YES, UNKNOWN, NO, false, false, YES));
    accounts.remember(other, repository, new Permissions(YES, YES, YES, false, false, NO));
    assertThat(best(mira, Act.COMMENT)).isEqualTo(preferred);
    assertThat(best(mira, Act.APPROVE)).isEqualTo(other);
    assertThat(best(mira, Act.MERGE)).isEqualTo(other);
    assertThat(accounts.best(ben, repository, Act.COMMENT)).isEmpty();
    accounts.remember(other, repository, new Permissions(YES, YES, NO, false, false, NO));
    assertThat(accounts.best(mira, repository, Act.MERGE)).isEmpty();
  }

  @Test
  void aRepositoryIsReadWithUsableAccountsOfThoseWhoWatchItOnly() {
    account(mira, "does not watch");
    var dead = reaching(mira, "dead");
    accounts.died(dead, AccountProblem.of(INVALID_TOKEN));
    var disabled = reaching(mira, "disabled");
    jdbc.sql("update provider_account set enabled = false where id = :id")
        .param("id", disabled)
        .update();
    var plain = reaching(mira, "plain");
    var readsChecks = reaching(ben, "reads checks");
    accounts.remember(readsChecks, repository, new Permissions(YES, YES, YES, false, false, YES));
    assertThat(accounts.polling(repository))
        .extracting(ProviderAccount::id)
        .containsExactly(readsChecks, plain);
  }

  private UUID best(UUID person, Act act) {
    return accounts.best(person, repository, act).orElseThrow().id();
  }

  private UUID person(String email) {
    return id("insert into person (email, name) values ('%s', 'Somebody') returning id", email);
  }

  private UUID account(UUID person, String name) {
    return id(
        "insert into provider_account (person_id, instance_id, name) values ('%s', '%s', '%s') returning id",
        person, instance, name);
  }

  private UUID reaching(UUID person, String name) {
    var account = account(person, name);
    jdbc.sql("insert into watch (person_id, repository_id) values (:p, :r) on conflict do nothing")
        .param("p", person)
        .param("r", repository)
        .update();
    jdbc.sql(
            "insert into sight (person_id, repository_id, account_id, proved_at) values (:p, :r, :a, now())")
        .param("p", person)
        .param("r", repository)
        .param("a", account)
        .update();
    return account;
  }

  private boolean used(UUID account) {
    return accounts.find(account).orElseThrow().lastUsedAt() != null;
  }

  private UUID id(String sql, Object... arguments) {
    return jdbc.sql(sql.formatted(arguments)).query(UUID.class).single();
  }
}
