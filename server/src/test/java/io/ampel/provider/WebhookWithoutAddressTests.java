package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.OnGitHub;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A provider must be told where to post; Ampel does not guess. */
@AmpelTest
class WebhookWithoutAddressTests {
  private static final Simulator SIMULATOR = Simulator.start(0);
  @LocalServerPort private int port;

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("ampel.github-url", () -> SIMULATOR.githubBase().toString());
  }

  @Test
  void theMissingSettingIsNamed() {
    try (SIMULATOR) {
      SIMULATOR.world().repository("acme/api").pullRequest(1);
      var ada = Visitor.first(port);
      var github = new OnGitHub(ada.program("ACT"));
      github.watch(github.account("work", Tokens.ADMIN), "acme/api");
      github.await("acme/api", 1);
      var id =
          Visitor.read(ada.get("/api/v1/repositories")).path("items").path(0).path("id").asString();

      assertThat(ada.get("/repositories/" + id).body())
          .contains("AMPEL_PUBLIC_URL")
          .doesNotContain("Create webhook");
      var refused = ada.json("POST", "/api/v1/webhooks", "{\"repository\":\"%s\"}".formatted(id));
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.body()).contains("WEBHOOK_NEEDS_ADDRESS", "AMPEL_PUBLIC_URL");
      assertThat(Visitor.read(ada.get("/api/v1/webhooks")).path("items").size()).isZero();
    }
  }
}
