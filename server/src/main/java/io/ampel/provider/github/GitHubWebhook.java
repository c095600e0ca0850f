package io.ampel.provider.github;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ampel.platform.Secret;
import io.ampel.provider.Signature;
import io.ampel.provider.Webhook;
import io.ampel.provider.WebhookDelivery;
import io.ampel.provider.WebhookPost;
import io.ampel.pullrequest.Provider;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** GitHub's signature, and which of its events may change a light. */
@Component
class GitHubWebhook implements Webhook {
  static final String SIGNATURE = "X-Hub-Signature-256";

  static final List<String> EVENTS =
      List.of(
          "check_run",
          "check_suite",
          "issue_comment",
          "merge_group",
          "pull_request",
          "pull_request_review",
          "pull_request_review_comment",
          "pull_request_review_thread",
          "push",
          "repository",
          "status",
          "workflow_run");

  @Override
  public Provider provider() {
    return Provider.GITHUB;
  }

  @Override
  public boolean isSigned(WebhookPost post, Secret secret, Instant now) {
    var header = post.header(SIGNATURE).orElse("");
    return Signature.fits(header, secret.reveal().getBytes(UTF_8), post.body());
  }

  @Override
  public Optional<WebhookDelivery> read(WebhookPost post, JsonNode body) {
    return post.header("X-GitHub-Delivery")
        .flatMap(id -> post.header("X-GitHub-Event").map(event -> delivery(id, event, body)));
  }

  private static WebhookDelivery delivery(String id, String event, JsonNode body) {
    var repository = body.path("repository");
    return new WebhookDelivery(
        id,
        event,
        matters(event, body),
        some(repository.path("node_id")),
        some(repository.path("full_name"), true),
        commits(event, body));
  }

  /** Talk below a plain issue is none of ours. */
  private static boolean matters(String event, JsonNode body) {
    return EVENTS.contains(event)
        && (!event.equals("issue_comment") || body.path("issue").has("pull_request"));
  }

  /** Checks of forks name no pull request, only the commit they ran on. */
  private static Set<String> commits(String event, JsonNode body) {
    return switch (event) {
      case "check_run", "check_suite", "workflow_run" -> some(body.path(event).path("head_sha"));
      case "status" -> some(body.path("sha"));
      default -> Set.of();
    };
  }

  private static Set<String> some(JsonNode text) {
    return some(text, false);
  }

  private static Set<String> some(JsonNode text, boolean lower) {
    var value = text.asString("");
    return value.isEmpty() ? Set.of() : Set.of(lower ? value.toLowerCase(Locale.ROOT) : value);
  }

  @Override
  public Secret newSecret() {
    return new Secret(HexFormat.of().formatHex(Signature.random32()));
  }

  @Override
  public List<String> events() {
    return EVENTS;
  }
}
