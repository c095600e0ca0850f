package io.ampel.simulator;

import io.ampel.simulator.WebHooks.Hook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Posts to web hooks, and keeps what they answered. */
public final class Postman {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private final Map<String, String> leads = new ConcurrentHashMap<>();

  /** One body for one hook. */
  public record Delivery(Hook hook, Map<String, String> headers, byte[] body) {}

  /** Posts to the first address go to the second, as a name would lead there. */
  public void leadsTo(URI named, URI real) {
    leads.put(named.toString(), real.toString());
  }

  /** One after the other, while whoever let it happen goes on. */
  public void send(WebHooks hooks, List<Delivery> deliveries) {
    if (!deliveries.isEmpty()) {
      Thread.ofVirtual().start(() -> deliveries.forEach(each -> post(hooks, each)));
    }
  }

  private void post(WebHooks hooks, Delivery delivery) {
    var hook = delivery.hook();
    try {
      var request =
          HttpRequest.newBuilder(URI.create(real(hook.url())))
              .timeout(PATIENCE)
              .POST(BodyPublishers.ofByteArray(delivery.body()));
      delivery.headers().forEach(request::header);
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
}
