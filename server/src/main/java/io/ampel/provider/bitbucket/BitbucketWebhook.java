package io.ampel.provider.bitbucket;

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

/** Bitbucket's signature, which it leaves out for hooks without a secret, and its events. */
@Component
class BitbucketWebhook implements Webhook {
  static final String SIGNATURE = "X-Hub-Signature";

  static final List<String> EVENTS =
      List.of(
          "pullrequest:approved",
          "pullrequest:changes_request_created",
          "pullrequest:changes_request_removed",
          "pullrequest:comment_created",
          "pullrequest:comment_deleted",
          "pullrequest:comment_reopened",
          "pullrequest:comment_resolved",
          "pullrequest:comment_updated",
          "pullrequest:created",
          "pullrequest:fulfilled",
          "pullrequest:push",
          "pullrequest:rejected",
          "pullrequest:unapproved",
          "pullrequest:updated",
          "repo:commit_status_created",
          "repo:commit_status_updated",
          "repo:push",
          "repo:updated");

  @Override
  public Provider provider() {
    return Provider.BITBUCKET;
  }

  @Override
  public boolean isSigned(WebhookPost post, Secret secret, Instant now) {
    var header = post.header(SIGNATURE).orElse("");
    return Signature.fits(header, secret.reveal().getBytes(UTF_8), post.body());
  }

  @Override
  public Optional<WebhookDelivery> read(WebhookPost post, JsonNode body) {
    return post.header("X-Request-UUID")
        .flatMap(id -> post.header("X-Event-Key").map(event -> delivery(id, event, body)));
  }

  private static WebhookDelivery delivery(String id, String event, JsonNode body) {
    var repository = body.path("repository");
    return new WebhookDelivery(
        id,
        event,
        EVENTS.contains(event),
        some(repository.path("uuid").asString("")),
        some(repository.path("full_name").asString("").toLowerCase(Locale.ROOT)),
        some(commit(body)));
  }

  /** A build reports on a commit, which its address ends with. */
  private static String commit(JsonNode body) {
    var link = body.path("commit_status").path("links").path("commit").path("href").asString("");
    return link.substring(link.lastIndexOf('/') + 1);
  }

  private static Set<String> some(String text) {
    return text.isEmpty() ? Set.of() : Set.of(text);
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
