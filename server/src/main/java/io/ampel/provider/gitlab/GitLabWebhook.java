package io.ampel.provider.gitlab;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ampel.platform.Secret;
import io.ampel.provider.Signature;
import io.ampel.provider.Webhook;
import io.ampel.provider.WebhookDelivery;
import io.ampel.provider.WebhookPost;
import io.ampel.pullrequest.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * GitLab's two ways to show that it is GitLab: the secret itself in a header, and since 2026 a
 * signature over id, time and body. One secret serves both, as it has the form of a signing token.
 */
@Component
class GitLabWebhook implements Webhook {
  static final String TOKEN = "X-Gitlab-Token";
  static final String SIGNATURE = "webhook-signature";
  private static final String KEY = "whsec_";
  private static final String VERSION = "v1,";
  private static final Duration WINDOW = Duration.ofMinutes(5);

  /** As the API names the switches of a hook, without their ending. */
  static final List<String> EVENTS = List.of("job", "merge_requests", "note", "pipeline", "push");

  private static final Set<String> KINDS =
      Set.of("merge_request", "note", "pipeline", "build", "push");

  @Override
  public Provider provider() {
    return Provider.GITLAB;
  }

  /** Where there is a signature it alone decides. */
  @Override
  public boolean isSigned(WebhookPost post, Secret secret, Instant now) {
    var signature = post.header(SIGNATURE);
    var right = signature(post, secret);
    if (signature.isPresent()) {
      return fits(signature.get(), right) && isRecent(post, now);
    }
    var token = post.header(TOKEN).orElse("").getBytes(UTF_8);
    return Signature.same(token, secret.reveal().getBytes(UTF_8));
  }

  private static byte[] signature(WebhookPost post, Secret secret) {
    var id = post.header("webhook-id").orElse("");
    var time = post.header("webhook-timestamp").orElse("");
    return Signature.of(key(secret), (id + "." + time + ".").getBytes(UTF_8), post.body());
  }

  private static byte[] key(Secret secret) {
    var text = secret.reveal();
    return text.startsWith(KEY)
        ? Base64.getDecoder().decode(text.substring(KEY.length()))
        : text.getBytes(UTF_8);
  }

  /** Several may stand side by side while a secret is being changed. */
  private static boolean fits(String header, byte[] right) {
    return Arrays.stream(header.split(" "))
        .filter(one -> one.startsWith(VERSION))
        .anyMatch(one -> Signature.same(decoded(one.substring(VERSION.length())), right));
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static boolean isRecent(WebhookPost post, Instant now) {
    return post.header("webhook-timestamp")
        .filter(text -> text.matches("\\d{1,12}"))
        .map(text -> Duration.between(Instant.ofEpochSecond(Long.parseLong(text)), now).abs())
        .filter(age -> age.compareTo(WINDOW) <= 0)
        .isPresent();
  }

  @Override
  public Optional<WebhookDelivery> read(WebhookPost post, JsonNode body) {
    var kind = body.path("object_kind").asString("");
    return post.header("Idempotency-Key")
        .or(() -> post.header("webhook-id"))
        .or(() -> post.header("X-Gitlab-Event-UUID"))
        .filter(_ -> !kind.isEmpty())
        .map(id -> delivery(id, kind, body));
  }

  private static WebhookDelivery delivery(String id, String kind, JsonNode body) {
    return new WebhookDelivery(
        id,
        kind,
        matters(kind, body),
        projects(body),
        some(body.path("project").path("path_with_namespace")),
        commits(kind, body));
  }

  private static boolean matters(String kind, JsonNode body) {
    return KINDS.contains(kind) && (!kind.equals("note") || body.has("merge_request"));
  }

  /** A pipeline may run in a fork; the merge request then names where it leads. */
  private static Set<String> projects(JsonNode body) {
    var ids = new HashSet<String>();
    Stream.of(
            body.path("project").path("id"),
            body.path("project_id"),
            body.path("object_attributes").path("target_project_id"),
            body.path("merge_request").path("target_project_id"))
        .filter(JsonNode::isNumber)
        .forEach(id -> ids.add(id.asString()));
    return ids;
  }

  private static Set<String> commits(String kind, JsonNode body) {
    return switch (kind) {
      case "pipeline" -> some(body.path("object_attributes").path("sha"));
      case "build" -> some(body.path("sha"));
      default -> Set.of();
    };
  }

  private static Set<String> some(JsonNode text) {
    var value = text.asString("").toLowerCase(Locale.ROOT);
    return value.isEmpty() ? Set.of() : Set.of(value);
  }

  @Override
  public Secret newSecret() {
    return new Secret(KEY + Base64.getEncoder().encodeToString(Signature.random32()));
  }

  @Override
  public List<String> events() {
    return EVENTS;
  }
}
