package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Asker.Said;
import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.Json;
import io.ampel.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Asks the simulated Bitbucket over HTTP as a client would; it follows nothing by itself. */
final class Client implements AutoCloseable {
  static final String PR = "/repositories/acme/api/pullrequests/1";

  private final Simulator simulator;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private String authorization = "";

  Client(Simulator simulator) {
    this.simulator = simulator;
    as("mira", BitbucketTokens.ADMIN);
  }

  /** By an API token, with the e-mail address of this person. */
  Client as(String login, String token) {
    return basic(BitbucketTokens.email(login), token);
  }

  Client basic(String user, String token) {
    var both = (user + ":" + token).getBytes(StandardCharsets.UTF_8);
    authorization = "Basic " + Base64.getEncoder().encodeToString(both);
    return this;
  }

  Client bearer(String token) {
    authorization = "Bearer " + token;
    return this;
  }

  Client nobody() {
    authorization = "";
    return this;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  Said get(String path) {
    return send("GET", simulator.bitbucketBase() + "/2.0" + path, "");
  }

  /** A link as it was given. */
  Said follow(String url) {
    return send("GET", url, "");
  }

  Said post(String path) {
    return send("POST", simulator.bitbucketBase() + "/2.0" + path, "");
  }

  Said call(String method, String path, Object body) {
    return send(
        method,
        simulator.bitbucketBase() + "/2.0" + path,
        new String(Json.bytes(body), StandardCharsets.UTF_8));
  }

  Said delete(String path) {
    return send("DELETE", simulator.bitbucketBase() + "/2.0" + path, "");
  }

  Said merge(Map<String, ?> body) {
    return call("POST", PR + "/merge", body);
  }

  /** Every value of all pages. */
  List<JsonNode> all(String path) {
    var values = new ArrayList<JsonNode>();
    var page = get(path).json();
    while (true) {
      page.path("values").forEach(values::add);
      if (!page.has("next")) {
        return values;
      }
      page = follow(page.path("next").asString()).json();
    }
  }

  Said control(String method, String path, Object body) {
    return send(
        method,
        simulator.url() + "/_control/" + path,
        method.equals("GET") ? "" : new String(Json.bytes(body), StandardCharsets.UTF_8));
  }

  private Said send(String method, String url, String body) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(Duration.ofSeconds(20))
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
      if (!authorization.isEmpty()) {
        request.header("Authorization", authorization);
      }
      return new Said(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
