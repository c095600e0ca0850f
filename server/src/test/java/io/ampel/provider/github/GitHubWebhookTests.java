package io.ampel.provider.github;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.Secret;
import io.ampel.provider.WebhookDelivery;
import io.ampel.provider.WebhookPost;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class GitHubWebhookTests {
  private static final String RIGHT =
      "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  private final GitHubWebhook webhook = new GitHubWebhook();

  private boolean signed(String secret, String body, String header) {
    var post = new WebhookPost(Map.of("x-hub-signature-256", header), body.getBytes(UTF_8));
    return webhook.isSigned(post, new Secret(secret), Instant.now());
  }

  /** The values that GitHub's own documentation gives to compare with. */
  @Test
  void gitHubsOwnExampleFits() {
    assertThat(signed("It's a Secret to Everybody", "Hello, World!", RIGHT)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hello, World? | sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        "Hello, World! | sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18",
        "Hello, World! | sha256=757107ea0eb2509fc211221cce984b8a",
        "Hello, World! | 757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        "Hello, World! | sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        "Hello, World! | sha256=",
        "Hello, World! | sha256=not hex at all",
        "Hello, World! | ''",
      })
  void nothingElseFits(String body, String header) {
    assertThat(signed("It's a Secret to Everybody", body, header)).isFalse();
  }

  @Test
  void anotherSecretAndNoHeaderAtAllDoNotFit() {
    assertThat(signed("another", "Hello, World!", RIGHT)).isFalse();
    var post = new WebhookPost(Map.of(), "Hello, World!".getBytes(UTF_8));
    assertThat(webhook.isSigned(post, new Secret("It's a Secret to Everybody"), Instant.now()))
        .isFalse();
  }

  private WebhookDelivery read(String event, String body) {
    var post =
        new WebhookPost(
            Map.of("X-GitHub-Event", event, "X-GitHub-Delivery", "one"), body.getBytes(UTF_8));
    return webhook.read(post, JsonMapper.shared().readTree(body)).orElseThrow();
  }

  @Test
  void aPullRequestThatWasPushedToConcernsItsRepository() {
    var delivery =
        read(
            "pull_request",
            """
            {"action": "synchronize", "number": 7, "before": "aa", "after": "bb",
             "pull_request": {"number": 7, "head": {"sha": "bb", "repo": {"full_name": "eve/api"}}},
             "repository": {"id": 1, "node_id": "R_1", "full_name": "Acme/API", "private": true},
             "sender": {"login": "ben"}}
            """);

    assertThat(delivery)
        .isEqualTo(
            new WebhookDelivery(
                "one",
                "pull_request",
                true,
                java.util.Set.of("R_1"),
                java.util.Set.of("acme/api"),
                java.util.Set.of()));
  }

  /** The list of pull requests is empty for forks. */
  @Test
  void aCheckNamesTheCommitItRanOn() {
    var check =
        """
        {"action": "completed",
         "check_run": {"id": 5, "name": "build", "head_sha": "bb", "status": "completed",
                       "conclusion": "success", "pull_requests": []},
         "repository": {"node_id": "R_2", "full_name": "eve/api"}}
        """;
    assertThat(read("check_run", check).commits()).containsExactly("bb");
    assertThat(read("workflow_run", "{\"workflow_run\": {\"head_sha\": \"cc\"}}").commits())
        .containsExactly("cc");
    assertThat(read("status", "{\"sha\": \"dd\", \"state\": \"success\"}").commits())
        .containsExactly("dd");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ping                        | {\"zen\": \"Keep it logically awesome.\"}      | false",
        "star                        | {}                                             | false",
        "issue_comment               | {\"issue\": {\"number\": 3}}                   | false",
        "issue_comment               | {\"issue\": {\"pull_request\": {\"url\": \"\"}}} | true",
        "push                        | {\"ref\": \"refs/heads/main\"}                 | true",
        "pull_request_review_thread  | {}                                             | true",
        "merge_group                 | {}                                             | true",
        "repository                  | {\"action\": \"renamed\"}                      | true",
      })
  void onlyWhatALightMayDependOnMatters(String event, String body, boolean matters) {
    assertThat(read(event, body).matters()).isEqualTo(matters);
  }

  @Test
  void aPostThatIsNoDeliveryIsNotRead() {
    var body = JsonMapper.shared().readTree("{}");
    assertThat(webhook.read(new WebhookPost(Map.of("X-GitHub-Event", "push"), new byte[0]), body))
        .isEmpty();
    assertThat(webhook.read(new WebhookPost(Map.of("X-GitHub-Delivery", "1"), new byte[0]), body))
        .isEmpty();
  }
}
