package io.ampel.provider.gitlab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.Secret;
import io.ampel.provider.WebhookDelivery;
import io.ampel.provider.WebhookPost;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class GitLabWebhookTests {
  private static final Instant NOW = Instant.ofEpochSecond(1_764_136_800);
  private static final String BODY = "{\"object_kind\":\"push\"}";

  /** Computed beside, over {@code msg_1.1764136800.} and the body, with the bytes 0 to 31. */
  private static final String RIGHT = "v1,HVAHJCXXRj6Tsvzq6VqfC5U11j1BMOFyd7InClQKkK8=";

  private final GitLabWebhook webhook = new GitLabWebhook();
  private final Secret secret = secret();

  private static Secret secret() {
    var bytes = new byte[32];
    for (var i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return new Secret("whsec_" + Base64.getEncoder().encodeToString(bytes));
  }

  private boolean signed(Map<String, String> headers, Instant now) {
    return webhook.isSigned(new WebhookPost(headers, BODY.getBytes(UTF_8)), secret, now);
  }

  private static Map<String, String> signature(String signature) {
    var headers = new HashMap<String, String>();
    headers.put("webhook-id", "msg_1");
    headers.put("webhook-timestamp", "1764136800");
    headers.put("webhook-signature", signature);
    return headers;
  }

  @Test
  void theTokenIsTheSecretItself() {
    assertThat(signed(Map.of("X-Gitlab-Token", secret.reveal()), NOW)).isTrue();
    assertThat(signed(Map.of("X-Gitlab-Token", secret.reveal() + "x"), NOW)).isFalse();
    assertThat(signed(Map.of("X-Gitlab-Token", "whsec_"), NOW)).isFalse();
    assertThat(signed(Map.of(), NOW)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v1,HVAHJCXXRj6Tsvzq6VqfC5U11j1BMOFyd7InClQKkK8=             | true",
        "v1,AAAA v1,HVAHJCXXRj6Tsvzq6VqfC5U11j1BMOFyd7InClQKkK8=     | true",
        "v2,HVAHJCXXRj6Tsvzq6VqfC5U11j1BMOFyd7InClQKkK8=             | false",
        "HVAHJCXXRj6Tsvzq6VqfC5U11j1BMOFyd7InClQKkK8=                | false",
        "v1,HVAHJCXXRj6Tsvzq6VqfC5U11j1BMOFyd7InClQKkL8=             | false",
        "v1,not base64                                               | false",
      })
  void theNewerSignatureIsOverIdTimeAndBody(String signature, boolean fits) {
    assertThat(signed(signature(signature), NOW)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "299, true", "-299, true", "301, false", "-301, false"})
  void aSignatureHoldsForFiveMinutes(long seconds, boolean fits) {
    assertThat(signed(signature(RIGHT), NOW.plusSeconds(seconds))).isEqualTo(fits);
  }

  @Test
  void anotherIdOrTimeBreaksTheSignature() {
    var otherId = signature(RIGHT);
    otherId.put("webhook-id", "msg_2");
    assertThat(signed(otherId, NOW)).isFalse();
    var otherTime = signature(RIGHT);
    otherTime.put("webhook-timestamp", "1764136801");
    assertThat(signed(otherTime, NOW)).isFalse();
    otherTime.put("webhook-timestamp", "soon");
    assertThat(signed(otherTime, NOW)).isFalse();
  }

  @Test
  void aWrongSignatureIsNotMadeGoodByTheToken() {
    var both = signature("v1,AAAA");
    both.put("X-Gitlab-Token", secret.reveal());
    assertThat(signed(both, NOW)).isFalse();
  }

  private WebhookDelivery read(String body) {
    var post = new WebhookPost(Map.of("Idempotency-Key", "one"), body.getBytes(UTF_8));
    return webhook.read(post, JsonMapper.shared().readTree(body)).orElseThrow();
  }

  @Test
  void aMergeRequestConcernsItsProject() {
    var delivery =
        read(
            """
            {"object_kind": "merge_request", "event_type": "merge_request",
             "project": {"id": 14, "path_with_namespace": "Acme/Web/Shop"},
             "object_attributes": {"iid": 3, "action": "approved", "target_project_id": 14,
                                   "source_project_id": 15, "last_commit": {"id": "bb"}}}
            """);
    assertThat(delivery.id()).isEqualTo("one");
    assertThat(delivery.matters()).isTrue();
    assertThat(delivery.repositories()).containsExactly("14");
    assertThat(delivery.names()).containsExactly("acme/web/shop");
  }

  @Test
  void aPipelineOfAForkNamesWhereItLeadsAndItsCommit() {
    var delivery =
        read(
            """
            {"object_kind": "pipeline", "object_attributes": {"sha": "bb", "status": "failed"},
             "merge_request": {"iid": 3, "source_project_id": 15, "target_project_id": 14},
             "project": {"id": 15, "path_with_namespace": "eve/shop"}}
            """);
    assertThat(delivery.repositories()).containsExactlyInAnyOrder("14", "15");
    assertThat(delivery.commits()).containsExactly("bb");
    assertThat(read("{\"object_kind\": \"build\", \"sha\": \"cc\", \"project_id\": 14}"))
        .satisfies(job -> assertThat(job.commits()).containsExactly("cc"))
        .satisfies(job -> assertThat(job.repositories()).containsExactly("14"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"object_kind\": \"push\"}                               | true",
        "{\"object_kind\": \"note\", \"merge_request\": {\"iid\": 3}} | true",
        "{\"object_kind\": \"note\", \"issue\": {\"iid\": 3}}         | false",
        "{\"object_kind\": \"wiki_page\"}                          | false",
      })
  void onlyWhatALightMayDependOnMatters(String body, boolean matters) {
    assertThat(read(body).matters()).isEqualTo(matters);
  }

  @Test
  void retriesAreKnownByTheirKeyHoweverItIsCalled() {
    var body = JsonMapper.shared().readTree(BODY);
    for (var name : new String[] {"Idempotency-Key", "webhook-id", "X-Gitlab-Event-UUID"}) {
      var post = new WebhookPost(Map.of(name, "key"), BODY.getBytes(UTF_8));
      assertThat(webhook.read(post, body)).map(WebhookDelivery::id).contains("key");
    }
    assertThat(webhook.read(new WebhookPost(Map.of(), BODY.getBytes(UTF_8)), body)).isEmpty();
  }

  @Test
  void aNewSecretServesAsTokenAndAsKey() {
    var made = webhook.newSecret();
    assertThat(made.reveal()).matches("whsec_[A-Za-z0-9+/]{43}=");
    assertThat(made.reveal()).isNotEqualTo(webhook.newSecret().reveal());
  }
}
