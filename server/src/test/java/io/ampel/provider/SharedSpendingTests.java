package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ampel.platform.AmpelTest;
import io.ampel.platform.Secret;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.json.JsonMapper;

/** Processes that use one token share its budget, and a restart does not begin a new one. */
@AmpelTest
class SharedSpendingTests {
  private static final int SHARE = 450;
  @Autowired private JdbcClient jdbc;
  @Autowired private JsonMapper json;
  private UUID account = UUID.randomUUID();

  @BeforeEach
  void makeAccount() {
    account =
        jdbc.sql(
                """
                with somebody as (
                  insert into person (email, name) values (:email, 'Somebody') returning id),
                place as (
                  insert into instance (provider, base_url, name)
                  values ('BITBUCKET', :url, 'x') returning id)
                insert into provider_account (person_id, instance_id, name)
                select somebody.id, place.id, 'work' from somebody, place returning id
                """)
            .param("email", UUID.randomUUID() + "@example.org")
            .param("url", "https://" + UUID.randomUUID() + ".example")
            .query(UUID.class)
            .single();
  }

  /** What one process knows of budgets. */
  private Budgets process() {
    return process(jdbc);
  }

  private Budgets process(JdbcClient database) {
    return new Budgets(
        Clock.systemUTC(),
        BudgetProperties.USUAL,
        new SharedSpending(database, json, Duration.ZERO));
  }

  private Access access(Provider provider, @Nullable Errand errand) {
    var url = URI.create("https://provider.example");
    var instance = new Instance(UUID.randomUUID(), provider, url, "x", false, Set.of());
    return new Access(account, instance, null, null, () -> new Secret(""), Instant.EPOCH, errand);
  }

  private Optional<Instant> take(Budgets budgets, @Nullable Errand errand) {
    return budgets.take(access(Provider.BITBUCKET, errand), "repositories", 1000);
  }

  /** How many of so many calls may be made. */
  private int taken(Budgets budgets, @Nullable Errand errand, int calls) {
    return (int) IntStream.range(0, calls).filter(_ -> take(budgets, errand).isEmpty()).count();
  }

  @Test
  void callsThatAreCountedByOurselvesAreCountedInAllProcesses() {
    var one = process();
    var other = process();
    var errand = new Errand();
    assertThat(taken(one, errand, 300)).isEqualTo(300);
    assertThat(taken(one, null, 20)).isEqualTo(20);
    assertThat(taken(other, errand, 300)).isEqualTo(SHARE - 300);
    assertThat(taken(one, errand, 10)).as("its next call tells it of the other's").isOne();
    assertThat(take(one, errand))
        .hasValueSatisfying(soon ->
            assertThat(soon)
                .isBetween(
                    Instant.now().plus(Duration.ofMinutes(54)),
                    Instant.now().plus(Duration.ofMinutes(66))));
    assertThat(other.of(account))
        .singleElement()
        .satisfies(budget -> assertThat(budget.remaining()).isEqualTo(1000 - SHARE - 20));
    assertThat(taken(other, null, 1000)).isEqualTo(1000 - SHARE - 20 - 1);
  }

  @Test
  void whoIsStartedAnewKnowsWhatWasTakenBefore() {
    assertThat(taken(process(), new Errand(), SHARE)).isEqualTo(SHARE);
    var again = process();
    assertThat(taken(again, new Errand(), 1)).isZero();
    assertThat(taken(again, null, 1)).isOne();
  }

  @Test
  void whatIsAnHourOldCountsNoMore() {
    assertThat(taken(process(), new Errand(), SHARE)).isEqualTo(SHARE);
    jdbc.sql("update account_spent set begun_at = begun_at - interval '66 minutes'").update();
    assertThat(taken(process(), new Errand(), SHARE)).isEqualTo(SHARE);
    jdbc.sql("update account_spent set begun_at = begun_at - interval '3 hours'").update();
    assertThat(taken(process(), new Errand(), 1)).isOne();
    assertThat(rows()).as("old rows go").isOne();
  }

  /** GitHub tells what is left, but not who took the rest. */
  @Test
  void theShareOfABudgetThatIsToldIsOneOfAllProcesses() {
    var reset = Instant.now().plus(Duration.ofMinutes(50)).truncatedTo(ChronoUnit.SECONDS);
    var one = process();
    var other = process();
    var access = access(Provider.GITHUB, new Errand());
    other.seen(access, new Budget("graphql", 5000, 5000, reset));
    var before = other.pace(account, Provider.GITHUB, 0.45);
    for (var left = 5000; left >= 4000; left -= 5) {
      one.seen(access, new Budget("graphql", 5000, left, reset));
    }
    other.seen(access, new Budget("graphql", 5000, 3999, reset));
    assertThat(other.blockedUntil(access, "graphql")).isEmpty();
    assertThat(before).isEqualTo(0.45);
    assertThat(other.pace(account, Provider.GITHUB, 0.45))
        .as("what is left of the share, over what is left of the hour")
        .isEqualTo((0.45 - 0.201) * 60 / 50, within(0.01));

    for (var left = 4000; left >= 2700; left -= 5) {
      one.seen(access, new Budget("graphql", 5000, left, reset));
    }
    other.seen(access, new Budget("graphql", 5000, 2699, reset));
    assertThat(other.blockedUntil(access, "graphql")).contains(reset);
    assertThat(other.blockedUntil(access(Provider.GITHUB, null), "graphql")).isEmpty();
  }

  @Test
  void aTokenThatIsOnlyTriedLeavesNothing() {
    jdbc.sql("delete from provider_account where id = :id").param("id", account).update();
    assertThat(taken(process(), null, 3)).isEqualTo(3);
    assertThat(rows()).isZero();
  }

  @Test
  void withoutADatabaseEachCountsForItself() {
    var nowhere = JdbcClient.create(new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/x"));
    assertThat(taken(process(nowhere), new Errand(), SHARE + 10)).isEqualTo(SHARE);
  }

  private int rows() {
    return jdbc.sql("select count(*) from account_spent where account_id = :account")
        .param("account", account)
        .query(Integer.class)
        .single();
  }
}
