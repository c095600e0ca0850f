package io.ampel.provider.bitbucket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.Secret;
import io.ampel.provider.WebhookDelivery;
import io.ampel.provider.WebhookPost;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class BitbucketWebhookTests {
  private static final String RIGHT =
      "sha256=4c00a1636b74dbc2d38339be4a3aab81235970d69fd42a7aecd28b97eff7f7f9";
  private final BitbucketWebhook webhook = new BitbucketWebhook();

  private boolean signed(String body, Map<String, String> headers) {
    var post = new WebhookPost(headers, body.getBytes(UTF_8));
    return webhook.isSigned(post, new Secret("hook secret"), Instant.now());
  }

  @Test
  void theSignatureIsOverTheVeryBytes() {
    assertThat(signed("{\"push\":{}}", Map.of("x-hub-signature", RIGHT))).isTrue();
    assertThat(signed("{\"push\": {}}", Map.of("x-hub-signature", RIGHT))).isFalse();
    assertThat(signed("{\"push\":{}}", Map.of("x-hub-signature", RIGHT.substring(7)))).isFalse();
    assertThat(signed("{\"push\":{}}", Map.of("x-hub-signature-256", RIGHT))).isFalse();
  }

  /** A hook that was made without a secret sends no signature. */
  @Test
  void unsignedIsRefused() {
    assertThat(signed("{\"push\":{}}", Map.of())).isFalse();
  }

  private WebhookDelivery read(String event, String body) {
    var headers = new HashMap<String, String>();
    headers.put("X-Event-Key", event);
    headers.put("X-Request-UUID", "one");
    headers.put("X-Attempt-Number", "2");
    var post = new WebhookPost(headers, body.getBytes(UTF_8));
    return webhook.read(post, JsonMapper.shared().readTree(body)).orElseThrow();
  }

  @Test
  void aPullRequestConcernsItsRepository() {
    var delivery =
        read(
            "pullrequest:approved",
            """
            {"actor": {"display_name": "Ben"}, "approval": {"date": "2026-11-26T08:00:00Z"},
             "pullrequest": {"id": 3, "source": {"commit": {"hash": "bbbbbbbbbbbb"}}},
             "repository": {"type": "repository", "uuid": "{11}", "full_name": "Acme/shop",
                            "workspace": {"slug": "acme"}}}
            """);
    assertThat(delivery.matters()).isTrue();
    assertThat(delivery.id()).isEqualTo("one");
    assertThat(delivery.repositories()).containsExactly("{11}");
    assertThat(delivery.names()).containsExactly("acme/shop");
  }

  @Test
  void aBuildNamesTheCommitItReportsOn() {
    var delivery =
        read(
            "repo:commit_status_updated",
            """
            {"commit_status": {"key": "build", "state": "SUCCESSFUL", "links": {"commit": {
               "href": "https://api.example.org/2.0/repositories/acme/shop/commit/bbbb"}}},
             "repository": {"uuid": "{11}", "full_name": "acme/shop"}}
            """);
    assertThat(delivery.commits()).containsExactly("bbbb");
  }

  @ParameterizedTest
  @CsvSource({
    "repo:push, true",
    "pullrequest:changes_request_removed, true",
    "repo:updated, true",
    "repo:fork, false",
    "issue:created, false",
  })
  void onlyWhatALightMayDependOnMatters(String event, boolean matters) {
    assertThat(read(event, "{}").matters()).isEqualTo(matters);
  }
}
