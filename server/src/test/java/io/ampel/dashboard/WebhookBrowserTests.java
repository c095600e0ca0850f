package io.ampel.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.OnGitHub;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import io.ampel.web.Chromium;
import io.ampel.web.Chromium.Look;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** From GitHub's delivery to the light in an open browser, with no look of Ampel's own. */
@AmpelTest(
    properties = {
      "ampel.public-url=http://ampel.example",
      "ampel.sync.floor=1h",
      "ampel.sync.ceiling=1h",
      "ampel.admin-email=" + Visitor.EMAIL,
      "ampel.admin-password=" + Visitor.PASSWORD
    })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookBrowserTests {
  private static final Simulator SIMULATOR = Simulator.start(0);
  private static final int ROUNDS = 10;
  @LocalServerPort int port;
  @AutoClose Chromium chromium = Chromium.launch();

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("ampel.github-url", () -> SIMULATOR.githubBase().toString());
  }

  @AfterAll
  static void end() {
    SIMULATOR.close();
  }

  private static PullRequest pullRequest() {
    return SIMULATOR
        .world()
        .repository("acme/api")
        .pullRequest(7)
        .title("Add a thing")
        .author("ben")
        .check("build", CheckState.PASSED);
  }

  @Test
  void theLightInAnOpenBrowserFollowsTheDelivery() {
    SIMULATOR.leadsTo(URI.create("http://ampel.example"), URI.create("http://127.0.0.1:" + port));
    var pullRequest = pullRequest();
    var ada = new Visitor(port);
    ada.signIn(Visitor.EMAIL, Visitor.PASSWORD);
    var github = new OnGitHub(ada.program("ACT"));
    github.watch(github.account("work", Tokens.ALL_SCOPES), "acme/api");
    github.await("acme/api", 7);
    var id =
        Visitor.read(ada.get("/api/v1/repositories")).path("items").path(0).path("id").asString();
    var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, Look.LIGHT);
    page.navigate("/repositories/" + id);
    page.getByText("Create webhook").click();
    assertThat(page.getByText("The provider will tell Ampel from now on.")).isVisible();
    assertThat(page.getByText("This repository", exact())).isVisible();
    chromium.picture(page, "webhook");

    page.navigate("/");
    assertThat(page.getByText("Add a thing")).isVisible();
    // The stream needs a moment to open.
    page.waitForTimeout(1500);
    var times = new ArrayList<Long>();
    for (var round = 0; round < ROUNDS; round++) {
      var start = Instant.now();
      if (round % 2 == 0) {
        pullRequest.finish("build", CheckState.FAILED);
        assertThat(page.getByText("“CI / build” failed").first()).isVisible();
      } else {
        pullRequest.rerun("build").finish("build", CheckState.PASSED);
        assertThat(page.getByText("“CI / build” failed")).hasCount(0);
      }
      times.add(Duration.between(start, Instant.now()).toMillis());
      // Somebody who pushes all the time is not what is measured here.
      page.waitForTimeout(2500);
    }
    times.sort(null);
    assertThat(times.get(ROUNDS - 1)).as("milliseconds %s", times).isLessThan(4_000);
    chromium.forgetComplaints();
    chromium.assertClean(page);
  }

  private static com.microsoft.playwright.Page.GetByTextOptions exact() {
    return new com.microsoft.playwright.Page.GetByTextOptions().setExact(true);
  }
}
