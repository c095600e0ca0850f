package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Gateway;
import io.ampel.platform.SelfMadeTls;
import io.ampel.platform.TestGateway;
import io.ampel.platform.Vault;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Budgets;
import io.ampel.provider.TestClock;
import io.ampel.pullrequest.Provider;
import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Token.Defect;
import io.ampel.simulator.Tokens;
import io.ampel.simulator.World;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whatever goes wrong at the providers or on the way: nobody's token is given up for it, no light
 * is made up, and when it is over every light is the true one.
 */
@AmpelTest(properties = "ampel.sync.tick=100ms")
@Import(FaultsTests.Impatient.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTests {
  private static final int REPOSITORIES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** So that a time-out takes two seconds, not fifteen, and a pause as long as a test wants. */
  @TestConfiguration
  static class Impatient {
    private static final TestClock PAUSES = new TestClock();

    @Bean
    @Primary
    Budgets impatientBudgets() {
      PAUSES.pass(Duration.between(PAUSES.instant(), Instant.now()));
      return new Budgets(PAUSES);
    }

    @Bean
    @Primary
    Gateway impatientGateway() {
      return TestGateway.open(PATIENCE);
    }
  }

  private final Simulator simulator = Simulator.start(0);
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  @Autowired private TransactionTemplate transactions;
  private Visitor ada = new Visitor(0);
  private final Map<Forge, Place> places = new TreeMap<>();
  private int round;

  /** What one person has at one provider. */
  private record Place(World told, URI base, SyncWorld world, UUID account) {}

  @BeforeAll
  void begin() {
    ada = Visitor.first(port);
    place(Forge.GITHUB, Provider.GITHUB, simulator, simulator.githubBase(), null, Tokens.ADMIN);
    place(
        Forge.GITLAB, Provider.GITLAB, simulator, simulator.gitlabBase(), null, GitLabTokens.ADMIN);
    place(
        Forge.BITBUCKET,
        Provider.BITBUCKET,
        simulator,
        simulator.bitbucketBase(),
        BitbucketTokens.MIRA_EMAIL,
        BitbucketTokens.ADMIN);
    simulator.withoutLimits();
    for (var place : places.values()) {
      var names = new ArrayList<String>();
      for (var i = 0; i < REPOSITORIES; i++) {
        var repository = repository(place, place.told().forge().word() + i);
        ready(repository, "One");
        ready(repository, "Two");
        names.add(repository.fullName());
      }
      watch(place, names);
    }
    place(Forge.GITHUB).world().awaitFirstSync();
  }

  private void place(
      Forge forge,
      Provider provider,
      Simulator where,
      URI base,
      @Nullable String username,
      String token) {
    places.put(forge, newPlace(where.world(forge), provider, base, username, token));
  }

  private Place newPlace(
      World told, Provider provider, URI base, @Nullable String username, String token) {
    var world = new SyncWorld(jdbc, vault, base, provider);
    var name = provider.name() + " " + base.getPort();
    var account = world.account(world.person(Visitor.EMAIL), name, username, token);
    return new Place(told, base, world, account);
  }

  private Place place(Forge forge) {
    return java.util.Objects.requireNonNull(places.get(forge));
  }

  private static Repository repository(Place place, String name) {
    return place.told().repository("acme/" + name);
  }

  private static PullRequest ready(Repository repository, String title) {
    return repository.pullRequest(title).author("ben").check("build", CheckState.PASSED);
  }

  private void watch(Place place, List<String> names) {
    var quoted = names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(","));
    // Who has little patience may have to try twice on a busy machine.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> {
          var answer =
              ada.json(
                  "POST",
                  "/api/v1/repositories",
                  "{\"account\":\"%s\",\"fullNames\":[%s]}".formatted(place.account(), quoted));
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        });
  }

  @AfterAll
  void end() {
    simulator.close();
  }

  /** Whatever a test left behind, it is over and made good. */
  @AfterEach
  void over() {
    simulator.faults().clear();
    heal();
  }

  /** A fault of every provider, and what it is called where it is met. */
  private record Trouble(String name, List<Fault> faults, Set<Code> codes) {
    static Trouble of(String name, Fault fault, Code... codes) {
      return new Trouble(name, List.of(fault), Set.of(codes));
    }

    boolean isAt(Forge forge) {
      return faults.stream().anyMatch(fault -> forge.path().startsWith(fault.path()));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Trouble> troubles() {
    return Stream.of(
        Trouble.of("429 with Retry-After", Fault.status(429).retryAfter("2"), Code.RATE_LIMITED),
        Trouble.of("429 that says nothing", Fault.status(429), Code.RATE_LIMITED),
        Trouble.of(
            "a secondary limit while budget remains",
            Fault.of(Fault.Kind.SECONDARY_LIMIT),
            Code.RATE_LIMITED),
        Trouble.of("500", Fault.status(500), Code.PROVIDER_DOWN),
        Trouble.of("503 and 502 by turns", Fault.status(503), Code.PROVIDER_DOWN),
        Trouble.of(
            "a page instead of JSON",
            Fault.of(Fault.Kind.HTML).answering(200),
            Code.UNEXPECTED_ANSWER,
            Code.NOT_THIS_PROVIDER),
        Trouble.of(
            "a page of an error", Fault.of(Fault.Kind.HTML), Code.PROVIDER_DOWN, Code.TIMED_OUT),
        Trouble.of(
            "answers cut in the middle",
            Fault.of(Fault.Kind.CUT),
            Code.PROVIDER_DOWN,
            Code.CONNECTION_REFUSED,
            Code.UNEXPECTED_ANSWER,
            Code.TIMED_OUT),
        Trouble.of(
            "answers that are no JSON any more",
            Fault.of(Fault.Kind.MALFORMED),
            Code.UNEXPECTED_ANSWER),
        Trouble.of(
            "answers that drip in",
            Fault.of(Fault.Kind.SLOW).lasting(Duration.ofSeconds(8)).on("/bitbucket"),
            Code.TIMED_OUT),
        Trouble.of(
            "no answer at all",
            Fault.of(Fault.Kind.TIME_OUT).lasting(Duration.ofSeconds(3)),
            Code.TIMED_OUT),
        Trouble.of(
            "451",
            Fault.status(451),
            Code.NOT_FOUND,
            Code.INSUFFICIENT_PERMISSIONS,
            Code.UNEXPECTED_ANSWER));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void allThreeSurvive(Trouble trouble) {
    heal();
    var before = lights();
    trouble.faults().forEach(simulator.faults()::add);
    change();
    due();
    for (var place : places.values()) {
      if (trouble.isAt(place.told().forge())) awaitProblem(place, trouble.codes());
    }
    assertThat(lights())
        .as("where nothing could be read, what was known stands")
        .allSatisfy((name, light) -> assertThat(light).isIn(before.get(name), truth().get(name)));
    assertThat(deadAccounts()).isZero();
    assertPageWorks();

    simulator.faults().clear();
    heal();
    assertThat(lights()).containsExactlyInAnyOrderEntriesOf(truth());
    assertThat(problems()).isEmpty();
  }

  /** Some of the calls of a storm come through; the lights are right whichever these are. */
  @Test
  void aStormOfFaultsLeavesNothingBehind() {
    var storm =
        List.of(
            Fault.status(503).withProbability(0.15),
            Fault.status(429).retryAfter("1").withProbability(0.1),
            Fault.of(Fault.Kind.CUT).withProbability(0.1),
            Fault.of(Fault.Kind.MALFORMED).withProbability(0.1),
            Fault.of(Fault.Kind.PARTIAL).withProbability(0.2),
            Fault.of(Fault.Kind.HTML).answering(200).withProbability(0.1));
    storm.forEach(simulator.faults()::add);
    for (var i = 0; i < 8; i++) {
      change();
      timePasses();
      due();
      pause(Duration.ofMillis(500));
      assertThat(deadAccounts()).isZero();
    }
    simulator.faults().clear();
    heal();
    assertThat(lights()).containsExactlyInAnyOrderEntriesOf(truth());
  }

  /** A part that is missing is not a repository that is gone, and not a pull request that is. */
  @Test
  void partialDataTakesNothingAway() {
    heal();
    var before = lights();
    simulator.faults().add(Fault.of(Fault.Kind.PARTIAL));
    change();
    for (var i = 0; i < 3; i++) {
      timePasses();
      due();
      pause(Duration.ofMillis(500));
    }
    assertThat(lights().keySet()).isEqualTo(before.keySet());
    assertThat(lights())
        .allSatisfy((name, light) -> assertThat(light).isIn(before.get(name), truth().get(name)));
    assertThat(count("select count(*) from sight where lost_at is not null")).isZero();
    simulator.faults().clear();
    heal();
    assertThat(lights()).containsExactlyInAnyOrderEntriesOf(truth());
  }

  @Test
  void aLimitOfGraphQlInA200IsALimit() {
    try (var spent = Simulator.start(0)) {
      var place = newPlace(spent.world(), Provider.GITHUB, spent.githubBase(), null, Tokens.ADMIN);
      ready(spent.world().repository("acme/spent"), "Seen once");
      watch(place, List.of("acme/spent"));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(light("acme/spent")).isEqualTo("READY"));
      spent.github().hourlyBudget(1);
      due();
      awaitProblem(place, Set.of(Code.RATE_LIMITED));
      spent.calls().clear();
      assertLeftAlone(place, spent);
      assertThat(deadAccounts()).isZero();
    } finally {
      unwatch("acme/spent");
    }
  }

  @Test
  void renamesAreFollowed() {
    heal();
    for (var place : places.values()) {
      var repository = repository(place, place.told().forge().word() + 1);
      repository.rename("renamed-" + place.told().forge().word());
    }
    change();
    heal();
    assertThat(lights())
        .containsExactlyInAnyOrderEntriesOf(truth())
        .containsKey("acme/renamed-github#1")
        .containsKey("acme/renamed-gitlab#1")
        .containsKey("acme/renamed-bitbucket#1");
  }

  @Test
  void whatAnAccountLostIsSaidAndTheOthersGoOn() {
    for (var place : places.values()) {
      var name = "lost-" + place.told().forge().word();
      ready(repository(place, name), "Soon out of reach");
      watch(place, List.of("acme/" + name));
    }
    place(Forge.GITHUB).world().awaitFirstSync();
    for (var place : places.values()) {
      repository(place, "lost-" + place.told().forge().word()).delete();
    }
    change();
    due();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            count("select count(distinct repository_id) from sight where lost_at is not null")
                == 3);
    assertThat(deadAccounts()).isZero();
    unwatch("acme/lost-%");
    heal();
    assertThat(lights()).containsExactlyInAnyOrderEntriesOf(truth());
  }

  @Test
  void whoeverIsGoneTakesNoPullRequestAlong() {
    for (var place : places.values()) {
      ready(repository(place, place.told().forge().word() + 2), "Of a ghost").ghostAuthor();
    }
    heal();
    assertThat(lights()).containsExactlyInAnyOrderEntriesOf(truth());
  }

  /** Who owns it replaces it; until then all that is known stays, and it is said. */
  @Test
  void aTokenThatIsRevokedInTheMiddleOfASweepIsSaidAndANewOneGoesOn() {
    heal();
    var github = place(Forge.GITHUB);
    var before = lights();
    simulator.faults().add(Fault.latency(Duration.ofMillis(300)).on("/github"));
    change();
    due();
    await().atMost(Duration.ofSeconds(20)).until(() -> simulator.calls().total() > 0);
    var token = github.told().token(Tokens.ADMIN).orElseThrow();
    token.broken(Defect.REVOKED);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          due();
          return deadAccounts() == 1;
        });
    assertThat(lights().keySet()).isEqualTo(before.keySet());
    assertThat(ada.get("/").body()).contains("GITHUB");

    token.repaired(Defect.REVOKED);
    simulator.faults().clear();
    var replaced =
        ada.json(
            "PATCH",
            "/api/v1/provider-accounts/" + github.account(),
            "{\"token\":\"%s\"}".formatted(Tokens.ALL_SCOPES));
    assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
    heal();
    assertThat(deadAccounts()).isZero();
    assertThat(lights()).containsExactlyInAnyOrderEntriesOf(truth());
  }

  @Test
  void aNameThatIsNotFoundForAWhileIsNoEnd() {
    movedTo(URI.create("http://nowhere.invalid/gitlab"), Set.of(Code.HOST_NOT_FOUND));
  }

  @Test
  void aServerThatIsNotThereForAWhileIsNoEnd() {
    movedTo(URI.create("http://127.0.0.1:1/gitlab"), Set.of(Code.CONNECTION_REFUSED));
  }

  @Test
  void aCertificateThatNobodyTrustsForAWhileIsNoEndAndHearsNoToken() throws IOException {
    var heard = new AtomicInteger();
    try (var stranger = SelfMadeTls.start(exchange -> heard.incrementAndGet())) {
      movedTo(stranger.url().resolve("/gitlab"), Set.of(Code.CERTIFICATE_NOT_TRUSTED));
    }
    assertThat(heard).hasValue(0);
  }

  private void movedTo(URI elsewhere, Set<Code> codes) {
    heal();
    var gitlab = place(Forge.GITLAB);
    lead(gitlab.base(), elsewhere);
    change();
    due();
    awaitProblem(gitlab, codes);
    assertThat(deadAccounts()).isZero();
    assertPageWorks();
    lead(elsewhere, gitlab.base());
    heal();
    assertThat(lights()).containsExactlyInAnyOrderEntriesOf(truth());
  }

  private void lead(URI from, URI to) {
    assertThat(
            jdbc.sql("update instance set base_url = :to where base_url = :from")
                .param("from", from.toString())
                .param("to", to.toString())
                .update())
        .isEqualTo(1);
  }

  /** Its limits end at times of its own clock, which must neither be waited for nor hurried by. */
  @ParameterizedTest
  @MethodSource("skews")
  void aProviderWhoseClockIsWrongIsReadAllTheSame(Duration skew) {
    try (var wrong = Simulator.start(0, Clock.offset(Clock.systemUTC(), skew))) {
      var place = newPlace(wrong.world(), Provider.GITHUB, wrong.githubBase(), null, Tokens.ADMIN);
      var name = "acme/skewed" + skew.toHours();
      var pullRequest = ready(wrong.world().repository(name), "In another time");
      watch(place, List.of(name));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(light(name)).isEqualTo("READY"));
      pullRequest.push().check("build", CheckState.FAILED);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> {
            due();
            assertThat(light(name)).isEqualTo("BLOCKED");
          });

      wrong.github().hourlyBudget(1);
      pullRequest.push().check("build", CheckState.PASSED);
      due();
      awaitProblem(place, Set.of(Code.RATE_LIMITED));
      wrong.calls().clear();
      assertLeftAlone(place, wrong);
    } finally {
      unwatch("acme/skewed%");
    }
  }

  private void assertLeftAlone(Place place, Simulator where) {
    due();
    pause(Duration.ofSeconds(2));
    assertThat(where.calls().total()).as("it is left alone").isLessThanOrEqualTo(2);
    assertThat(
            count(
                """
                select max(extract(epoch from paused_until - now()))::bigint from account_pace
                where  account_id = '%s'
                """
                    .formatted(place.account())))
        .as("at least for some seconds, and no budget lasts longer than an hour")
        .isBetween(5L, 3600L);
  }

  static Stream<Duration> skews() {
    return Stream.of(Duration.ofHours(-3), Duration.ofHours(3));
  }

  /** As after a restart of the database: what was open is gone, and for a while nobody gets in. */
  @Test
  void connectionsThatBreakAreOpenedAgain() {
    heal();
    simulator.faults().add(Fault.latency(Duration.ofMillis(200)));
    change();
    due();
    for (var i = 0; i < 20; i++) {
      breakConnections();
      pause(Duration.ofMillis(100));
    }
    simulator.faults().clear();
    await().ignoreExceptions().until(() -> count("select 1") == 1);
    heal();
    assertThat(lights()).containsExactlyInAnyOrderEntriesOf(truth());
    assertPageWorks();
  }

  private void breakConnections() {
    try {
      count(
          """
          select count(pg_terminate_backend(pid)) from pg_stat_activity
          where  datname = current_database() and pid <> pg_backend_pid()
          """);
    } catch (DataAccessException e) {
      // The connection that was to break the others was broken before.
    }
  }

  /** What is to be written waits, what is shown is what was known, and nothing is asked twice. */
  @Test
  void aDatabaseThatStandsStillForAWhileIsNoEnd() {
    heal();
    var before = lights();
    transactions.executeWithoutResult(_ -> {
      jdbc.sql("lock table pull_request in exclusive mode").update();
      change();
      due();
      pause(Duration.ofSeconds(5));
      assertThat(lights()).isEqualTo(before);
      assertPageWorks();
    });
    heal();
    assertThat(lights()).containsExactlyInAnyOrderEntriesOf(truth());
  }

  @Test
  void fiveHundredRepositoriesAddedAtOnceAreAllRead() {
    var github = place(Forge.GITHUB);
    var names = new ArrayList<String>();
    for (var i = 0; i < 500; i++) {
      var repository = repository(github, "many" + i);
      ready(repository, "One of many");
      names.add(repository.fullName());
    }
    watch(github, names);
    github.world().awaitFirstSync();
    heal();
    assertThat(lights()).containsExactlyInAnyOrderEntriesOf(truth());
    assertThat(
            count(
                """
                select count(*) from repository_sync s join repository r on r.id = s.repository_id
                where  s.failures > 0 and r.full_name like 'acme/many%'
                """))
        .isZero();
    unwatch("acme/many%");
  }

  /** Changes one pull request in each place so that its light changes. */
  private void change() {
    round++;
    for (var place : places.values()) {
      var repository =
          place.told().repositories().stream()
              .filter(one -> one.name().matches(place.told().forge().word() + "[0-9]"))
              .skip(round % (REPOSITORIES - 1))
              .findFirst()
              .orElseThrow();
      var pullRequest = repository.pullRequest(1 + round % 2);
      var passes = !light(pullRequest).equals("READY");
      pullRequest.push().check("build", passes ? CheckState.PASSED : CheckState.FAILED);
    }
  }

  private static String light(PullRequest pullRequest) {
    return io.ampel.simulator.Truth.of(pullRequest).light();
  }

  private String light(String repository) {
    return lights().getOrDefault(repository + "#1", "nothing");
  }

  private void unwatch(String names) {
    jdbc.sql(
            """
            delete from watch w using repository r
            where  r.id = w.repository_id and r.full_name like :names
            """)
        .param("names", names)
        .update();
  }

  private void due() {
    jdbc.sql(
            "update repository_sync set next_due = now() where leased_until is null and next_due > now()")
        .update();
  }

  /** Rests and waits end. */
  private void timePasses() {
    Impatient.PAUSES.pass(Duration.ofMinutes(5));
    jdbc.sql("update account_pace set paused_until = now() where paused_until > now()").update();
    jdbc.sql("update instance_pace set paused_until = now() where paused_until > now()").update();
  }

  /** All that is watched is read well once more. */
  private void heal() {
    var start = jdbc.sql("select clock_timestamp()").query(java.sql.Timestamp.class).single();
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          timePasses();
          jdbc.sql(
                  """
                  update repository_sync set next_due = now()
                  where  leased_until is null and next_due > now()
                  and    coalesce(last_synced_at, '-infinity') < :start
                  """)
              .param("start", start)
              .update();
          return jdbc.sql(
                  """
                  select count(*) = 0 from repository_sync rs
                  where  exists (select from watch w where w.repository_id = rs.repository_id)
                  and    (rs.leased_until is not null
                          or coalesce(rs.last_synced_at, '-infinity') < :start)
                  """)
              .param("start", start)
              .query(Boolean.class)
              .single();
        });
  }

  private void awaitProblem(Place place, Set<Code> codes) {
    var met = EnumSet.noneOf(Code.class);
    await(place.told().forge() + " is in trouble")
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          due();
          problems(place.account()).forEach(code -> met.add(Code.valueOf(code)));
          return !met.isEmpty();
        });
    assertThat(codes).as(place.told().forge().toString()).containsAll(met);
  }

  private List<String> problems(UUID account) {
    return jdbc.sql(
            """
            select problem ->> 'code' from account_pace
            where  account_id = :account and problem is not null
            union
            select i.problem ->> 'code' from instance_pace i
            join   provider_account a on a.instance_id = i.instance_id
            where  a.id = :account and i.problem is not null
            union
            select s.problem ->> 'code' from repository_sync s
            where  s.account_id = :account and s.problem is not null
            """)
        .param("account", account)
        .query((row, number) -> row.getString(1))
        .list();
  }

  private List<String> problems() {
    return places.values().stream().flatMap(place -> problems(place.account()).stream()).toList();
  }

  private long deadAccounts() {
    return count("select count(*) from provider_account where died_at is not null");
  }

  private long count(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  private void assertPageWorks() {
    assertThat(ada.get("/").statusCode()).isEqualTo(200);
    assertThat(ada.get("/health").statusCode()).isEqualTo(200);
  }

  private Map<String, String> lights() {
    return watched(SyncWorld.lights(jdbc));
  }

  private Map<String, String> truth() {
    var all = new TreeMap<String, String>();
    places.values().forEach(place -> all.putAll(SyncWorld.truth(place.told())));
    return watched(all);
  }

  private Map<String, String> watched(Map<String, String> lights) {
    var names =
        jdbc.sql("select full_name from repository r join watch w on w.repository_id = r.id")
            .query((row, number) -> row.getString(1))
            .list();
    return lights.entrySet().stream()
        .filter(one -> names.contains(one.getKey().replaceFirst("#.*", "")))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
