package io.ampel.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.OnGitHub;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.simulator.Calls;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Fault;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import io.ampel.web.Chromium;
import io.ampel.web.Chromium.Look;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Opening a pull request has the provider asked behind the page, which changes by itself. */
@AmpelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PanelRefreshBrowserTests {
  private static final Simulator SIMULATOR = Simulator.start(0);
  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @AutoClose Chromium chromium = Chromium.launch();
  private final PullRequest pullRequest =
      SIMULATOR
          .world()
          .repository("acme/api")
          .pullRequest(7)
          .title("Add a thing")
          .author("ben")
          .check("build", CheckState.PASSED);
  private final PullRequest other =
      SIMULATOR.world().repository("acme/api").pullRequest(8).title("Another").author("ben");
  private Visitor ada = new Visitor(0);
  private String path = "";

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("ampel.github-url", () -> SIMULATOR.githubBase().toString());
  }

  @BeforeAll
  void fill() {
    ada = Visitor.first(port);
    var github = new OnGitHub(ada.program("ACT"));
    github.watch(github.account("work", Tokens.ADMIN), "acme/api");
    github.await("acme/api", 8);
    path = "/pull-requests/" + github.await("acme/api", 7).get("id").asString();
  }

  /** Nothing is due for long, and the last reading is older than a few seconds. */
  @BeforeEach
  void rest() {
    SIMULATOR.faults().clear();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            jdbc
                .sql(
                    """
                    update repository_sync
                    set    next_due = now() + interval '1 hour', settle_at = null
                    returning coalesce(leased_until > now(), false)
                    """)
                .query(Boolean.class)
                .list()
                .stream()
                .noneMatch(leased -> leased));
    awaitSilence();
    forgetReading();
  }

  /** What a test before this asked for is answered. */
  private static void awaitSilence() {
    do {
      SIMULATOR.calls().clear();
      pause();
    } while (questions() > 0);
  }

  private void forgetReading() {
    jdbc.sql("update pull_request_reading set begun_at = now() - interval '1 minute'").update();
  }

  @AfterAll
  static void end() {
    SIMULATOR.close();
  }

  private static long questions() {
    return SIMULATOR.calls().recent().stream()
        .map(Calls.Call::path)
        .filter(path -> path.endsWith("/graphql"))
        .count();
  }

  @Test
  void thePageShowsWhatIsKnownWithoutWaitingAndThenWhatTheProviderSays() {
    pullRequest.finish("build", CheckState.FAILED);
    SIMULATOR.faults().add(Fault.latency(Duration.ofSeconds(3)).on("/graphql").times(1));
    var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, Look.LIGHT);

    var start = Instant.now();
    page.navigate("/");
    page.getByText("Add a thing").click();
    assertThat(page.locator("#paper-title")).hasText("Add a thing");
    assertThat(page.locator(".verdict")).containsText("Nothing stands in the way");
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));

    assertThat(page.locator(".verdict")).containsText("“CI / build” failed");
    assertThat(page.locator("#pr-" + path.substring(path.lastIndexOf('/') + 1)))
        .containsText("“CI / build” failed");
    // Pictures of the simulated GitHub come over plain http, which no page may load.
    chromium.forgetComplaints();
    chromium.assertClean(page);
    pullRequest.rerun("build").finish("build", CheckState.PASSED);
    forgetReading();
    page.locator("[data-reread]").click();
    assertThat(page.locator(".verdict")).containsText("Nothing stands in the way");
  }

  @Test
  void refreshAsksTheProviderAndTheOpenPanelFollows() {
    var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, Look.LIGHT);
    page.navigate("/");
    // The stream needs a moment to open.
    page.waitForTimeout(1500);
    other.draft();
    jdbc.sql("update repository_sync set asked_at = null").update();

    page.keyboard().press("r");

    assertThat(page.getByText("must mark it ready")).isVisible();
    other.ready();
    jdbc.sql("update repository_sync set asked_at = null").update();
    page.locator("[data-refresh]").click();
    assertThat(page.getByText("must mark it ready")).isHidden();
    assertThat(page.locator(".freshness li")).containsText("as mira: synced");
    chromium.picture(page, "freshness");
    // Pictures of the simulated GitHub come over plain http, which no page may load.
    chromium.forgetComplaints();
    chromium.assertClean(page);
  }

  @Test
  void openedAgainWithinSecondsItIsNotAskedForAgainNorWhenThePageLooksAgainByItself() {
    ada.get(path);
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> questions() > 0);
    pause();
    var asked = questions();

    ada.get(path);
    ada.get(path);
    pause();
    assertThat(questions()).as("within seconds").isEqualTo(asked);
    forgetReading();
    ada.get(path, "Ampel-Part", "panel", "Ampel-Again", "true");
    pause();
    assertThat(questions()).as("by itself").isEqualTo(asked);

    ada.get(path);
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> questions() > asked);
  }

  @Test
  void whatIsOverAndWhatNobodyMaySeeIsNotAskedFor() {
    var grace = ada.add(port, "grace@example.org");
    assertThat(grace.get(path).statusCode()).isEqualTo(404);
    jdbc.sql(
            """
            insert into account_pace (account_id, paused_until)
            select id, now() + interval '1 hour' from provider_account
            on conflict (account_id) do update set paused_until = excluded.paused_until
            """)
        .update();
    try {
      awaitSilence();
      assertThat(ada.get(path).statusCode()).isEqualTo(200);
      pause();
      assertThat(questions()).isZero();
    } finally {
      jdbc.sql("delete from account_pace").update();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(1500);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
