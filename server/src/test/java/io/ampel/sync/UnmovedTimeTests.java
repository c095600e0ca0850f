package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Vault;
import io.ampel.pullrequest.Provider;
import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.QueueEntry;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import io.ampel.simulator.Truth;
import io.ampel.simulator.World;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What happens to a pull request without moving the time of its last update shows at the next look,
 * at each provider where it can happen. All of them were last updated two days ago, so that a time
 * that moves would be seen to.
 */
@AmpelTest(properties = "ampel.sync.tick=100ms")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnmovedTimeTests {
  private static final Rules RULES = Rules.none().approvals(1).checks("build");
  private final Simulator simulator = Simulator.start(0);
  private final Map<Forge, SyncWorld> worlds = new EnumMap<>(Forge.class);
  private final Map<Forge, UUID> accounts = new EnumMap<>(Forge.class);
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  private Visitor ada = new Visitor(0);

  @BeforeAll
  void begin() {
    ada = Visitor.first(port);
    account(Forge.GITHUB, simulator.githubBase(), null, Tokens.ADMIN);
    account(Forge.GITLAB, simulator.gitlabBase(), null, GitLabTokens.ADMIN);
    account(
        Forge.BITBUCKET,
        simulator.bitbucketBase(),
        BitbucketTokens.MIRA_EMAIL,
        BitbucketTokens.ADMIN);
  }

  private void account(Forge forge, URI base, @Nullable String username, String token) {
    var world = new SyncWorld(jdbc, vault, base, Provider.valueOf(forge.name()));
    worlds.put(forge, world);
    accounts.put(forge, world.account(world.person(Visitor.EMAIL), forge.word(), username, token));
  }

  @AfterAll
  void end() {
    simulator.close();
  }

  private World told(Forge forge) {
    return simulator.world(forge);
  }

  private SyncWorld world(Forge forge) {
    return Objects.requireNonNull(worlds.get(forge));
  }

  /** Two days old, in a repository of its own that was read, and fine but for what is said. */
  private PullRequest watched(
      Forge forge, String name, Rules rules, Consumer<PullRequest> described, String light) {
    var made = new PullRequest[1];
    told(forge)
        .ago(
            Duration.ofDays(2),
            () -> {
              var repository = told(forge).repository("acme/" + name).protect(rules);
              made[0] = repository.pullRequest("Add a thing").author("ben").approve("lena");
              described.accept(made[0]);
            });
    watch(made[0]);
    read(made[0]);
    assertLight(made[0], light);
    return made[0];
  }

  private void watch(PullRequest pr) {
    var answer =
        ada.json(
            "POST",
            "/api/v1/repositories",
            "{\"account\":\"%s\",\"fullNames\":[\"%s\"]}"
                .formatted(accounts.get(forge(pr)), pr.repository().fullName()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    world(forge(pr)).awaitFirstSync();
  }

  private static Forge forge(PullRequest pr) {
    return pr.repository().world().forge();
  }

  private UUID repository(PullRequest pr) {
    return jdbc.sql(
            """
            select r.id
            from   repository r
            join   instance   i on i.id = r.instance_id
            where  r.full_name = :name
            and    i.provider  = :provider
            """)
        .param("name", pr.repository().fullName())
        .param("provider", forge(pr).name())
        .query(UUID.class)
        .single();
  }

  private void read(PullRequest pr) {
    world(forge(pr)).readOne(repository(pr));
  }

  private String light(PullRequest pr) {
    return jdbc.sql(
            "select light from pull_request where repository_id = :repository and number = :number")
        .param("repository", repository(pr))
        .param("number", pr.number())
        .query(String.class)
        .single();
  }

  private void assertLight(PullRequest pr, String light) {
    assertThat(truth(pr)).as("what is true").isEqualTo(light);
    assertThat(light(pr)).isEqualTo(light);
  }

  private static String truth(PullRequest pr) {
    return pr.repository().world().read(() -> Truth.of(pr).light());
  }

  /** Lets it happen and looks once. */
  private void change(PullRequest pr, Runnable change, String light) {
    unmoved(pr, change);
    read(pr);
    assertLight(pr, light);
  }

  private static void unmoved(PullRequest pr, Runnable change) {
    var updated = pr.updatedAt();
    change.run();
    assertThat(pr.updatedAt()).as("the time of the last update").isEqualTo(updated);
  }

  /** As if the last look were so long ago that a slot has begun since. */
  private void halfAnHourPasses(PullRequest pr) {
    jdbc.sql(
            """
            update repository_sync
            set    last_synced_at = now() - interval '31 minutes'
            where  repository_id = :repository
            """)
        .param("repository", repository(pr))
        .update();
  }

  @ParameterizedTest
  @EnumSource(Forge.class)
  void aRunningCheckFinishes(Forge forge) {
    var passes =
        watched(forge, "passes", RULES, pr -> pr.check("build", CheckState.RUNNING), "WAITING");
    change(passes, () -> passes.finish("build", CheckState.PASSED), "READY");
    var fails =
        watched(forge, "fails", RULES, pr -> pr.check("build", CheckState.RUNNING), "WAITING");
    change(fails, () -> fails.finish("build", CheckState.FAILED), "BLOCKED");
  }

  @ParameterizedTest
  @EnumSource(names = {"GITHUB", "GITLAB"})
  void aSettledCheckIsRunAgainAndFails(Forge forge) {
    var pr = watched(forge, "again", RULES, one -> one.check("build", CheckState.PASSED), "READY");
    change(pr, () -> pr.rerun("build").finish("build", CheckState.FAILED), "BLOCKED");
    change(pr, () -> pr.rerun("build"), "WAITING");
    change(pr, () -> pr.finish("build", CheckState.PASSED), "READY");
  }

  /** Of builds no list of Bitbucket says anything, so they are read again by the clock. */
  @Test
  void aSettledBuildIsRunAgainAndFailsWithinHalfAnHour() {
    var pr =
        watched(
            Forge.BITBUCKET, "again", RULES, one -> one.check("build", CheckState.PASSED), "READY");
    halfAnHourPasses(pr);
    change(pr, () -> pr.rerun("build").finish("build", CheckState.FAILED), "BLOCKED");
  }

  @ParameterizedTest
  @EnumSource(Forge.class)
  void theBaseMovesOn(Forge forge) {
    var pr =
        watched(
            forge, "behind", RULES.strict(), one -> one.check("build", CheckState.PASSED), "READY");
    change(pr, () -> pr.repository().moveBase("main"), "WAITING");
  }

  @ParameterizedTest
  @EnumSource(Forge.class)
  void theBaseMovesIntoAConflict(Forge forge) {
    var pr =
        watched(forge, "conflict", RULES, one -> one.check("build", CheckState.PASSED), "READY");
    change(
        pr,
        () -> {
          pr.conflict(true);
          pr.repository().moveBase("main");
        },
        "BLOCKED");
  }

  /** The first look sets the provider computing, and nobody waits for the next. */
  @ParameterizedTest
  @EnumSource(names = {"GITHUB", "GITLAB"})
  void aConflictThatIsComputedOnlyWhenSomebodyAsksShowsWithoutAnotherLook(Forge forge) {
    var pr =
        watched(forge, "computed", RULES, one -> one.check("build", CheckState.PASSED), "READY");
    told(forge).lazyMergeability(true);
    unmoved(
        pr,
        () -> {
          pr.conflict(true);
          pr.repository().moveBase("main");
        });
    told(forge).lazyMergeability(false);
    read(pr);
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertLight(pr, "BLOCKED"));
  }

  /** Where the rules ask for reviews. Where none do, GitHub's time of the last update tells. */
  @ParameterizedTest
  @EnumSource(Forge.class)
  void anApprovalIsWithdrawn(Forge forge) {
    var pr =
        watched(forge, "approval", RULES, one -> one.check("build", CheckState.PASSED), "READY");
    change(pr, () -> told(forge).quietly(() -> pr.dismissReview("lena")), "WAITING");
  }

  @ParameterizedTest
  @EnumSource(Forge.class)
  void anObjectionIsRaisedAndWithdrawn(Forge forge) {
    var pr =
        watched(forge, "objection", RULES, one -> one.check("build", CheckState.PASSED), "READY");
    change(
        pr,
        () -> told(forge).quietly(() -> pr.requestChanges("tariq", "Not like this.")),
        "BLOCKED");
    change(pr, () -> told(forge).quietly(() -> pr.dismissReview("tariq")), "READY");
  }

  /**
   * At GitHub without a rule that demands the queue: with one the merge state says blocked even of
   * what only needs to be queued, and Ampel shows no green where GitHub says blocked.
   */
  @ParameterizedTest
  @EnumSource(names = {"GITHUB", "GITLAB"})
  void theQueueOrTrainEmpties(Forge forge) {
    var mira = told(forge).person("mira");
    var pr =
        watched(
            forge,
            "queue",
            forge == Forge.GITHUB ? RULES : RULES.mergeQueue(),
            one -> one.check("build", CheckState.PASSED).enqueue(QueueEntry.State.QUEUED, 1, mira),
            "WAITING");
    change(pr, () -> told(forge).quietly(pr::dequeue), "READY");
    change(
        pr,
        () -> told(forge).quietly(() -> pr.enqueue(QueueEntry.State.QUEUED, 1, mira)),
        "WAITING");
  }

  @ParameterizedTest
  @EnumSource(names = {"GITHUB", "BITBUCKET"})
  void whatWasLeftToMergeItselfIsNoMore(Forge forge) {
    var mira = told(forge).person("mira");
    var pr =
        watched(
            forge,
            "armed",
            RULES,
            one -> one.check("build", CheckState.PASSED).armAutoMerge(mira, MergeMethod.MERGE),
            "WAITING");
    change(pr, () -> told(forge).quietly(pr::disarmAutoMerge), "READY");
  }

  /** GitHub's word for all checks is that of the failed one, whatever the others do meanwhile. */
  @Test
  void aRequiredCheckEndsBehindAnotherThatHasFailed() {
    var fails =
        watched(
            Forge.GITHUB,
            "veiled-fails",
            RULES,
            one -> one.check("lint", CheckState.FAILED).check("build", CheckState.RUNNING),
            "WAITING");
    change(fails, () -> fails.finish("build", CheckState.FAILED), "BLOCKED");
  }

  /** What a draft waits for hides from the merge state that more than one check has failed. */
  @Test
  void aRequiredCheckIsRunAgainAndFailsInADraftBehindAnotherAndAWebhookTells() {
    var pr =
        watched(
            Forge.GITHUB,
            "veiled-draft",
            RULES,
            one -> one.check("lint", CheckState.FAILED).check("build", CheckState.PASSED).draft(),
            "WAITING");
    change(
        pr,
        () -> {
          pr.rerun("build").finish("build", CheckState.FAILED);
          announce(pr);
        },
        "BLOCKED");
  }

  private void announce(PullRequest pr) {
    jdbc.sql(
            "update repository_sync set announced_at = clock_timestamp() where repository_id = :repository")
        .param("repository", repository(pr))
        .update();
  }

  /**
   * The merge state is no help either with the token of an administrator whom the rules do not
   * bind: it stays the same too. Then nothing moves at all, and only the clock helps.
   */
  @Test
  void aRequiredCheckIsRunAgainAndFailsBehindAnotherWithinHalfAnHour() {
    var pr =
        watched(
            Forge.GITHUB,
            "veiled-again",
            RULES.bypassedByAdmins(),
            one -> one.check("lint", CheckState.FAILED).check("build", CheckState.PASSED),
            "READY");
    halfAnHourPasses(pr);
    change(pr, () -> pr.rerun("build").finish("build", CheckState.FAILED), "BLOCKED");
  }
}
