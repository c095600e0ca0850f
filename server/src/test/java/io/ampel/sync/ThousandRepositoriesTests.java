package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Vault;
import io.ampel.provider.Budgets;
import io.ampel.provider.ProviderAccounts;
import io.ampel.pullrequest.Provider;
import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.Calls.Call;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import io.ampel.simulator.Truth;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a thousand repositories cost: 10,000 open pull requests at GitHub and at GitLab, 3,000 at
 * Bitbucket, where each is read by several calls and the first load would take minutes. The
 * providers take their time and count what is asked as the real ones do, from when all was read
 * once.
 */
@AmpelTest(properties = {"ampel.sync.tick=100ms", "ampel.sync.floor=1h", "ampel.sync.ceiling=1h"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThousandRepositoriesTests {
  private static final int REPOSITORIES = 1_000;
  private static final String LISTS = "GET /2.0/repositories/{workspace}/{repo_slug}/pullrequests";

  /** Questions for two batches of those whose checks may have moved unseen, in each lease. */
  private static final String REREAD = "read again because their time has come";

  /** An hour's calls at Bitbucket, and what scheduled ones may take of them. */
  private static final int HOUR = 1_000;

  private static final int SHARE = 450;

  /** Calls at gitlab.com, where 2,000 a minute are allowed. */
  private static final int GITLAB_HOUR = 120_000;

  private static final int PLENTY = 1_000_000;

  private Simulator simulator = Simulator.start(0);
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  @Autowired private Budgets budgets;
  @Autowired private Rhythm rhythm;
  @Autowired private Ledger ledger;
  @Autowired private ProviderAccounts accounts;
  private Visitor ada = new Visitor(0);
  private UUID account = UUID.randomUUID();

  @BeforeAll
  void begin() {
    ada = Visitor.first(port);
  }

  @AfterEach
  void anotherProvider() {
    jdbc.sql("delete from provider_account").update();
    jdbc.sql("delete from watch").update();
    simulator.close();
    simulator = Simulator.start(0);
  }

  private void open(Forge forge, URI base, @Nullable String username, String token) {
    var world = new SyncWorld(jdbc, vault, base, Provider.valueOf(forge.name()));
    account = world.account(world.person(Visitor.EMAIL), forge.word(), username, token);
  }

  private void watchAll() {
    var answer =
        ada.json(
            "POST",
            "/api/v1/repositories/patterns",
            "{\"account\":\"%s\",\"pattern\":\"acme/**\"}".formatted(account));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(Visitor.read(answer).get("matches").asInt()).isEqualTo(REPOSITORIES);
  }

  private void awaitAllRead() {
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> read("last_synced_at is not null and leased_until is null") == REPOSITORIES);
  }

  private int read(String which) {
    return jdbc.sql("select count(*) from repository_sync where account_id = :account and " + which)
        .param("account", account)
        .query(Integer.class)
        .single();
  }

  /** Looks once at those whose name is like this, soon after the last look at them. */
  private void look(String like) {
    simulator.calls().clear();
    jdbc.sql(
            """
            update repository_sync
            set    next_due = now(), settle_at = null, last_tried_at = null,
                   last_synced_at = now()
            where  account_id = :account
            and    repository_id in (select id from repository where full_name like :like)
            """)
        .param("account", account)
        .param("like", like)
        .update();
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> read("(last_tried_at is null or leased_until is not null)") == 0);
  }

  private void lookAtEverything() {
    look("%");
  }

  private Map<String, String> lights() {
    return jdbc
        .sql(
            """
            select r.full_name || '#' || p.number as name, p.light
            from   pull_request    p
            join   repository      r  on r.id = p.repository_id
            join   repository_sync rs on rs.repository_id = r.id
            where  rs.account_id = :account
            and    p.state = 'OPEN'
            """)
        .param("account", account)
        .query((row, number) -> Map.entry(row.getString("name"), row.getString("light")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private List<String> versions() {
    return jdbc.sql("select id || ' ' || xmin as version from pull_request order by id")
        .query((row, number) -> row.getString("version"))
        .list();
  }

  private List<Call> asked(String route) {
    return simulator.calls().recent().stream()
        .filter(call -> call.route().startsWith(route))
        .toList();
  }

  /** One that is green changes in every way in which a list can show it. */
  private PullRequest changed(Forge forge) {
    var one =
        simulator.world(forge).repositories().stream()
            .flatMap(repository -> repository.pullRequests().stream())
            .filter(pr -> Truth.of(pr).light().equals("READY"))
            .findFirst()
            .orElseThrow();
    one.title("Another title");
    one.thread("lena", "Why?", false);
    return one.draft();
  }

  private void loaded(Forge forge) {
    watchAll();
    awaitAllRead();
    lookAtEverything();
    assertThat(lights()).isEqualTo(SyncWorld.truth(simulator.world(forge)));
  }

  @Test
  void gitHubTakesFiftyCallsAndSixtyPointsForEverythingAndTwoForWhatChanged() {
    simulator.withoutLimits().generatedWorld(21, REPOSITORIES, 10);
    open(Forge.GITHUB, simulator.githubBase(), null, Tokens.ADMIN);
    loaded(Forge.GITHUB);
    simulator.github().hourlyBudget(5_000);
    simulator.timeModel(Duration.ofMillis(2));
    var before = versions();

    lookAtEverything();

    var looks = asked("POST /graphql Probe");
    assertThat(looks).hasSizeBetween(1, 50);
    assertThat(looks.stream().mapToInt(Call::points).sum()).isBetween(1, 60);
    assertThat(simulator.calls().total() - looks.size()).as(REREAD).isLessThanOrEqualTo(30);
    assertThat(versions()).isEqualTo(before);

    var changed = changed(Forge.GITHUB);
    look(changed.repository().fullName());

    assertThat(simulator.calls().total()).as("the look, and two more").isBetween(2, 3);
    assertThat(lights()).isEqualTo(SyncWorld.truth(simulator.world()));
  }

  @Test
  void gitLabTakesSixtyCallsForEverythingAndTwoForWhatChanged() {
    simulator.withoutLimits().generatedWorld(Forge.GITLAB, 22, REPOSITORIES, 10);
    open(Forge.GITLAB, simulator.gitlabBase(), null, GitLabTokens.ADMIN);
    loaded(Forge.GITLAB);
    simulator.gitlab().instance().selfManaged(false);
    simulator.timeModel(Duration.ofMillis(2));
    var before = versions();

    lookAtEverything();

    var looks = asked("POST /api/graphql Probe");
    assertThat(looks).hasSizeBetween(1, 60);
    assertThat(simulator.calls().total() - looks.size()).as(REREAD).isLessThanOrEqualTo(30);
    assertThat(versions()).isEqualTo(before);
    assertThat(cost() * REPOSITORIES * GITLAB_HOUR)
        .as("calls for everything, as it is learned")
        .isBetween(looks.size() / 2.0, 90.0);

    var changed = changed(Forge.GITLAB);
    look(changed.repository().fullName());

    assertThat(simulator.calls().total()).as("the look, and two more").isBetween(2, 3);
    assertThat(lights()).isEqualTo(SyncWorld.truth(simulator.world(Forge.GITLAB)));
  }

  @Test
  void bitbucketTakesOneCallForEachRepositoryAndFourForWhatChangedAndNeverMoreThanItsShare() {
    simulator.generatedWorld(Forge.BITBUCKET, 23, REPOSITORIES, 3);
    open(
        Forge.BITBUCKET,
        simulator.bitbucketBase(),
        BitbucketTokens.MIRA_EMAIL,
        BitbucketTokens.ADMIN);
    watchAll();
    neverMoreThanItsShare();
    allowed(PLENTY);
    awaitAllRead();
    lookAtEverything();
    assertThat(lights()).isEqualTo(SyncWorld.truth(simulator.world(Forge.BITBUCKET)));
    var before = versions();

    lookAtEverything();

    assertThat(simulator.calls().count(LISTS)).isEqualTo(REPOSITORIES);
    assertThat(versions()).isEqualTo(before);
    var cost = cost();

    var changed = changed(Forge.BITBUCKET);
    look(changed.repository().fullName());

    assertThat(simulator.calls().total()).as("the list, and four more").isBetween(2, 5);
    assertThat(lights()).isEqualTo(SyncWorld.truth(simulator.world(Forge.BITBUCKET)));
    isPromisedWithinItsShare(cost);
  }

  /** The first hour: people have asked for the list of repositories, all else nobody waits for. */
  private void neverMoreThanItsShare() {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() ->
            jdbc.sql(
                        """
                        select count(*)
                        from   account_pace
                        where  account_id = :account
                        and    paused_until > now() + interval '30 minutes'
                        """)
                    .param("account", account)
                    .query(Integer.class)
                    .single()
                == 1);
    await().atMost(Duration.ofMinutes(1)).until(() -> read("leased_until is not null") == 0);
    assertThat(asked("GET /2.0/repositories/{workspace}/{repo_slug}")).hasSize(SHARE);
  }

  /** As a token that is told to have so many calls an hour; both sides forget what was before. */
  private void allowed(int calls) {
    simulator.bitbucket().hourlyBudget(calls);
    budgets.told(account, "repositories", calls);
    rhythm.fine(account);
  }

  /**
   * As if the looks at everything had been made in hours of which the usual number of calls is
   * known, which two of them would overdraw.
   *
   * @param cost of one repository, as a part of the hour that was given for them
   */
  private void isPromisedWithinItsShare(double cost) {
    var usual = cost * PLENTY / HOUR;
    assertThat(usual).as("a call of a thousand, and some read again").isBetween(0.0008, 0.0013);
    jdbc.sql("update account_pace set cost = :cost where account_id = :account")
        .param("cost", usual)
        .param("account", account)
        .update();
    ledger.close(
        repositories().stream().map(ThousandRepositoriesTests::synced).toList(),
        rhythm.cadence(accounts.find(account).orElseThrow()));
    assertThat(looksAnHour() * usual * HOUR)
        .as("calls that an hour needs for what is promised")
        .isBetween(SHARE * 0.99, SHARE + 0.01);
    assertThat(read("next_due < now() + interval '1 hour'")).isLessThanOrEqualTo(SHARE);
  }

  private double looksAnHour() {
    return jdbc.sql(
            "select :looks * sum(3600.0 / interval_s) from repository_sync where account_id = :account")
        .param("looks", Cadence.LOOKS)
        .param("account", account)
        .query(Double.class)
        .single();
  }

  private double cost() {
    return jdbc.sql("select cost from account_pace where account_id = :account")
        .param("account", account)
        .query(Double.class)
        .single();
  }

  private List<UUID> repositories() {
    return jdbc.sql("select repository_id from repository_sync where account_id = :account")
        .param("account", account)
        .query((row, number) -> row.getObject("repository_id", UUID.class))
        .list();
  }

  private static Tally.Outcome synced(UUID repository) {
    return new Tally.Outcome(repository, Tally.Ending.SYNCED, false, false, 0, 3, null, null, 0);
  }
}
