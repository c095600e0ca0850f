package io.ampel.simulator.github;

import static io.ampel.simulator.Json.object;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.ampel.simulator.Json;
import io.ampel.simulator.News;
import io.ampel.simulator.Postman;
import io.ampel.simulator.Postman.Delivery;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.WebHooks;
import io.ampel.simulator.WebHooks.Hook;
import io.ampel.simulator.World;
import java.net.URI;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Tells what happened to the web hooks that want to hear it, signed where there is a secret. */
final class Deliveries {
  private final Postman postman;

  Deliveries(Postman postman) {
    this.postman = postman;
  }

  void happened(World world, List<News> news, URI base) {
    var hooks = WebHooks.of(world);
    var deliveries = new ArrayList<Delivery>();
    for (var each : news) {
      var event = event(each.kind());
      var wanted = hooks.hearing(each.repository(), event);
      if (!wanted.isEmpty()) {
        var body = Json.bytes(world.read(() -> body(each, event, base)));
        wanted.forEach(hook -> deliveries.add(delivery(hook, event, body)));
      }
    }
    postman.send(hooks, deliveries);
  }

  /** The first thing that a new hook hears. */
  void ping(WebHooks hooks, Hook hook) {
    var body = Json.bytes(object("zen", "Keep it simple.", "hook_id", hook.id(), "hook", object()));
    postman.send(hooks, List.of(delivery(hook, "ping", body)));
  }

  private static String event(News.Kind kind) {
    return switch (kind) {
      case PUSH -> "push";
      case SYNCHRONIZED, OPENED, CLOSED, EDITED -> "pull_request";
      case REVIEW -> "pull_request_review";
      case COMMENT -> "issue_comment";
      case THREAD -> "pull_request_review_thread";
      case CHECK -> "check_run";
      case STATUS -> "status";
    };
  }

  private static String action(News.Kind kind) {
    return switch (kind) {
      case SYNCHRONIZED -> "synchronize";
      case OPENED -> "opened";
      case CLOSED -> "closed";
      case REVIEW -> "submitted";
      case COMMENT -> "created";
      case THREAD -> "resolved";
      case CHECK -> "completed";
      case PUSH, EDITED, STATUS -> "edited";
    };
  }

  private static Map<String, @Nullable Object> body(News news, String event, URI base) {
    var pr = news.pullRequest();
    var it = object("action", action(news.kind()));
    if (pr != null) {
      switch (event) {
        case "check_run" ->
            it.put("check_run", object("head_sha", pr.headSha(), "pull_requests", List.of()));
        case "status" -> it.put("sha", pr.headSha());
        case "issue_comment" ->
            it.put(
                "issue",
                object("number", pr.number(), "pull_request", object("url", url(pr, base))));
        default -> it.put("pull_request", pullRequest(pr, base));
      }
    }
    it.put("repository", repository(news.repository(), base));
    it.put("sender", object("login", "ben", "type", "User"));
    return it;
  }

  private static String url(PullRequest pr, URI base) {
    return base + "/api/v3/repos/" + pr.repository().fullName() + "/pulls/" + pr.number();
  }

  private static Map<String, @Nullable Object> pullRequest(PullRequest pr, URI base) {
    return object(
        "url", url(pr, base),
        "node_id", NodeId.of("PR", pr.id()),
        "number", pr.number(),
        "state", pr.open() ? "open" : "closed",
        "title", pr.title(),
        "draft", pr.isDraft(),
        "head", object("sha", pr.headSha()));
  }

  private static Map<String, @Nullable Object> repository(Repository repository, URI base) {
    return object(
        "id", repository.id(),
        "node_id", NodeId.of("R", repository.id()),
        "full_name", repository.fullName(),
        "private", !repository.isPublic(),
        "html_url", base + "/" + repository.fullName(),
        "owner", object("login", repository.owner().login(), "id", repository.owner().id()));
  }

  private static Delivery delivery(Hook hook, String event, byte[] json) {
    var form = hook.contentType().equals("form");
    var body = form ? form(json) : json;
    var headers = new HashMap<String, String>();
    headers.put("Content-Type", form ? "application/x-www-form-urlencoded" : "application/json");
    headers.put("User-Agent", "GitHub-Hookshot/0000000");
    headers.put("X-GitHub-Event", event);
    headers.put("X-GitHub-Delivery", UUID.randomUUID().toString());
    headers.put("X-GitHub-Hook-ID", String.valueOf(hook.id()));
    if (hook.secret() != null) {
      headers.put("X-Hub-Signature-256", "sha256=" + signature(hook.secret(), body));
    }
    return new Delivery(hook, headers, body);
  }

  private static byte[] form(byte[] json) {
    return ("payload=" + URLEncoder.encode(new String(json, UTF_8), UTF_8)).getBytes(UTF_8);
  }

  private static String signature(String secret, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
