package io.ampel.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.OnGitHub;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Vault;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** A light that was not read for long keeps its value, says so, and is never merged unread. */
@AmpelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StaleTests {
  private static final Simulator SIMULATOR = Simulator.start(0);
  private static final Repository REPOSITORY = SIMULATOR.world().repository("acme/api");
  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired Vault vault;
  private final PullRequest broken = ready(1);
  private final PullRequest fine = ready(2);
  private final PullRequest kept = ready(3);
  private Visitor ada = new Visitor(0);
  private OnGitHub github = new OnGitHub(ada);
  private UUID account = UUID.randomUUID();

  private static PullRequest ready(int number) {
    return REPOSITORY
        .pullRequest(number)
        .title("Change " + number)
        .author("ben")
        .check("build", CheckState.PASSED);
  }

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("ampel.github-url", () -> SIMULATOR.githubBase().toString());
  }

  @BeforeAll
  void fill() {
    ada = Visitor.first(port);
    github = new OnGitHub(ada.program("ACT"));
    account = UUID.fromString(github.account("work", Tokens.ADMIN));
    github.watch(account.toString(), "acme/api");
    for (var number = 1; number <= 3; number++) {
      github.await("acme/api", number, item -> item.path("light").asString().equals("READY"));
    }
    sleep();
  }

  /** The sync has not come by for an hour and will not. */
  private void sleep() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            jdbc
                .sql(
                    """
                    update repository_sync
                    set    next_due = now() + interval '1 hour', settle_at = null,
                           last_synced_at = now() - interval '1 hour'
                    returning coalesce(leased_until > now(), false)
                    """)
                .query(Boolean.class)
                .list()
                .stream()
                .noneMatch(leased -> leased));
  }

  private JsonNode shown(PullRequest pullRequest) {
    var id =
        jdbc.sql("select id from pull_request where number = :number")
            .param("number", pullRequest.number())
            .query(String.class)
            .single();
    return Visitor.read(github.program().get("/api/v1/pull-requests/" + id));
  }

  private JsonNode merge(PullRequest pullRequest) {
    return github.post(
        "/api/v1/pull-requests/" + shown(pullRequest).get("id").asString() + "/merge",
        Map.of("headSha", pullRequest.headSha()));
  }

  @Test
  @Order(1)
  void aStaleReadyIsReadAgainBeforeItIsMerged() {
    broken.finish("build", CheckState.FAILED);
    assertThat(shown(broken).get("light").asString()).isEqualTo("READY");
    assertThat(shown(broken).get("stale").asBoolean()).isTrue();

    var answer = merge(broken);

    assertThat(answer.get("outcome").asString()).isEqualTo("REFUSED");
    assertThat(answer.get("message").asString()).contains("build");
    assertThat(broken.open()).isTrue();
    assertThat(shown(broken).get("light").asString()).isEqualTo("BLOCKED");
  }

  @Test
  @Order(2)
  void aStaleReadyThatStillIsOneIsMerged() {
    assertThat(shown(fine).get("stale").asBoolean()).isTrue();

    assertThat(merge(fine).get("outcome").asString()).isEqualTo("MERGED");
    assertThat(fine.open()).isFalse();
  }

  @Test
  @Order(3)
  void whenTheTokenDiesTheLightsStayTheAccountSaysSoOnEveryPageAndNothingIsMerged() {
    vault.seal(account, "provider-token", Tokens.REVOKED);

    var answer = merge(kept);

    assertThat(answer.get("outcome").asString()).isNotEqualTo("MERGED");
    assertThat(kept.open()).isTrue();
    assertThat(shown(kept).get("light").asString()).isEqualTo("READY");
    assertThat(shown(kept).get("stale").asBoolean()).isTrue();
    assertThat(Instant.parse(shown(kept).get("syncedAt").asString()))
        .isBefore(Instant.now().minus(Duration.ofMinutes(50)));
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> {
          assertThat(ada.get("/").body()).contains("work", "Invalid token", "its token is refused");
          assertThat(ada.get("/repositories").body()).contains("Invalid token");
        });
  }
}
