package io.ampel.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Asks the simulator over HTTP as a client would. */
public final class Asker implements AutoCloseable {
  private final Simulator simulator;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private String token = Tokens.ADMIN;

  public Asker(Simulator simulator) {
    this.simulator = simulator;
  }

  public Asker with(String token) {
    this.token = token;
    return this;
  }

  /** What came back, with its JSON. */
  public record Said(HttpResponse<byte[]> response) {
    public int status() {
      return response.statusCode();
    }

    public JsonNode json() {
      return Json.tree(response.body());
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public String text() {
      return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  public Said get(String path, String... headers) {
    return send("GET", simulator.githubRest() + path, "", headers);
  }

  public Said call(String method, String path, Object body) {
    return send(
        method,
        simulator.githubRest() + path,
        new String(Json.bytes(body), java.nio.charset.StandardCharsets.UTF_8));
  }

  public Said query(String query, Map<String, ?> variables) {
    return send(
        "POST",
        simulator.githubGraphql().toString(),
        new String(
            Json.bytes(Map.of("query", query, "variables", variables)),
            java.nio.charset.StandardCharsets.UTF_8));
  }

  public Said control(String method, String path, Object body) {
    return send(
        method,
        simulator.url() + "/_control/" + path,
        method.equals("GET")
            ? ""
            : new String(Json.bytes(body), java.nio.charset.StandardCharsets.UTF_8));
  }

  private Said send(String method, String url, String body, String... headers) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(Duration.ofSeconds(20))
              .method(
                  method,
                  body.isEmpty()
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body));
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      if (headers.length > 0) {
        request.headers(headers);
      }
      return new Said(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
