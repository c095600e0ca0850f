package io.ampel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlTests {
  private final Simulator simulator = Simulator.start(0);
  private final Asker asker = new Asker(simulator);

  @AfterEach
  void stop() {
    asker.close();
    simulator.close();
  }

  @Test
  void aWorldIsMadeAndChangedOverHttp() {
    var made =
        asker
            .control(
                "POST",
                "world",
                Map.of("provider", "github", "seed", 3, "repositories", 5, "pullRequests", 4))
            .json();
    assertThat(made.path("pullRequests").asInt()).isEqualTo(20);
    var repository = simulator.world().repositories().iterator().next();
    var before = repository.pullRequest(1).headSha();
    var pushed =
        asker
            .control(
                "POST",
                "change",
                Map.of("what", "push", "repository", repository.fullName(), "number", 1))
            .json();
    assertThat(pushed.path("head").asString()).isNotEqualTo(before);
    assertThat(
            asker
                .control(
                    "POST",
                    "change",
                    Map.of("what", "dance", "repository", repository.fullName(), "number", 1))
                .status())
        .isEqualTo(400);
    asker.control("POST", "change", Map.of("what", "revokeToken", "token", Tokens.ADMIN));
    assertThat(asker.get("/user").status()).isEqualTo(401);
    assertThat(asker.control("GET", "truth", "").json().size()).isEqualTo(20);
  }

  @Test
  void callsAreCountedByTheirTemplate() {
    simulator.world().repository("acme/api");
    asker.get("/repos/acme/api");
    asker.get("/repos/acme/other");
    asker.query("query Who {viewer{login}}", Map.of());
    assertThat(simulator.calls().count("GET /repos/{owner}/{repo}")).isEqualTo(2);
    assertThat(simulator.calls().count("POST /graphql Who")).isEqualTo(1);
    assertThat(simulator.calls().points()).isEqualTo(1);
    assertThat(asker.control("GET", "calls", "").text())
        .contains("\"404\":1")
        .doesNotContain(Tokens.ADMIN);
    simulator.calls().clear();
    assertThat(simulator.calls().total()).isZero();
  }

  @Test
  void whatIsBrokenOnPurposeBreaks() {
    simulator.faults().add(Fault.status(503).times(1));
    assertThat(asker.get("/user").status()).isEqualTo(503);
    assertThat(asker.get("/user").status()).isEqualTo(200);
    simulator.faults().add(Fault.of(Fault.Kind.HTML).on("GET /github/api/v3/user").times(1));
    assertThat(asker.get("/meta").status()).isEqualTo(200);
    assertThat(asker.get("/user").text()).startsWith("<!DOCTYPE html>");
    simulator.faults().add(Fault.of(Fault.Kind.CUT).times(1));
    assertThatThrownBy(() -> asker.get("/user")).hasRootCauseInstanceOf(java.io.IOException.class);
    simulator.faults().add(Fault.of(Fault.Kind.SECONDARY_LIMIT).retryAfter("7").times(1));
    assertThat(asker.get("/user").header("Retry-After")).isEqualTo("7");
    simulator.faults().add(Fault.latency(Duration.ofMillis(150)).times(1));
    var start = System.nanoTime();
    asker.get("/user");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(140));
    asker.control("POST", "faults", Map.of("kind", "PRIMARY_LIMIT", "status", 429));
    assertThat(asker.get("/user").header("X-RateLimit-Remaining")).isEqualTo("0");
    asker.control("DELETE", "faults", Map.of());
    assertThat(asker.get("/user").status()).isEqualTo(200);
  }

  @Test
  void aMergeMayHappenAlthoughTheAnswerFails() {
    var pr = simulator.world().repository("acme/api").pullRequest(1);
    simulator.faults().add(Fault.status(502).on("PUT").times(1).afterTheWork());
    assertThat(asker.call("PUT", "/repos/acme/api/pulls/1/merge", Map.of()).status())
        .isEqualTo(502);
    assertThat(pr.state()).isEqualTo(PullRequest.State.MERGED);
  }

  @Test
  void lifeGoesOnWithoutBreakingAnything() {
    var world = simulator.demoWorld();
    var life = new Life(() -> List.of(world), Duration.ofSeconds(1));
    for (var i = 0; i < 200; i++) {
      life.beat(world);
    }
    assertThat(
            world.repositories().stream()
                .flatMap(each -> each.pullRequests().stream())
                .map(Truth::of))
        .isNotEmpty();
    assertThat(Truth.of(world.repository("lumen-labs/web-shop").pullRequest(5)).light())
        .isEqualTo("READY");
  }
}
