package io.ampel.simulator.github;

import static io.ampel.simulator.Json.object;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.ampel.simulator.Json;
import io.ampel.simulator.News;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.WebHooks;
import io.ampel.simulator.WebHooks.Hook;
import io.ampel.simulator.World;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Posts what happened to the web hooks that want to hear it, signed where there is a secret. */
final class Deliveries {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Map<String, String> leads = new ConcurrentHashMap<>();

  void leadsTo(URI named, URI real) {
    leads.put(named.toString(), real.toString());
  }

  /** One body for one hook. */
  private record Delivery(Hook hook, String event, byte[] body) {}

  void happened(World world, List<News> news, URI base) {
    var hooks = WebHooks.of(world);
    var deliveries = new ArrayList<Delivery>();
    for (var each : news) {
      var event = event(each.kind());
      var wanted = hooks.hearing(each.repository(), event);
      if (!wanted.isEmpty()) {
        var body = Json.bytes(world.read(() -> body(each, event, base)));
        wanted.forEach(hook -> deliveries.add(new Delivery(hook, event, body)));
      }
    }
    if (!deliveries.isEmpty()) {
      Thread.ofVirtual().start(() -> deliveries.forEach(each -> post(hooks, each)));
    }
  }

  /** The first thing that a new hook hears. */
  void ping(WebHooks hooks, Hook hook) {
    var body = Json.bytes(object("zen", "Keep it simple.", "hook_id", hook.id(), "hook", object()));
    Thread.ofVirtual().start(() -> post(hooks, new Delivery(hook, "ping", body)));
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

  private void post(WebHooks hooks, Delivery delivery) {
    var hook = delivery.hook();
    var form = hook.contentType().equals("form");
    var body = form ? form(delivery.body()) : delivery.body();
    try {
      var request =
          HttpRequest.newBuilder(URI.create(real(hook.url())))
              .timeout(Duration.ofSeconds(10))
              .header("User-Agent", "GitHub-Hookshot/0000000")
              .header(
                  "Content-Type", form ? "application/x-www-form-urlencoded" : "application/json")
              .header("X-GitHub-Event", delivery.event())
              .header("X-GitHub-Delivery", UUID.randomUUID().toString())
              .header("X-GitHub-Hook-ID", String.valueOf(hook.id()))
              .POST(BodyPublishers.ofByteArray(body));
      if (hook.secret() != null) {
        request.header("X-Hub-Signature-256", "sha256=" + signature(hook.secret(), body));
      }
      var answer = HTTP.send(request.build(), BodyHandlers.discarding());
      hooks.answered(hook.id(), answer.statusCode());
    } catch (IOException | IllegalArgumentException e) {
      hooks.answered(hook.id(), 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String real(String url) {
    return leads.entrySet().stream()
        .filter(each -> url.startsWith(each.getKey()))
        .map(each -> each.getValue() + url.substring(each.getKey().length()))
        .findFirst()
        .orElse(url);
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
