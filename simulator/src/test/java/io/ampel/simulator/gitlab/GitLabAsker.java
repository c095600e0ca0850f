package io.ampel.simulator.gitlab;

import io.ampel.simulator.Asker.Said;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.Json;
import io.ampel.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Asks the simulated GitLab over HTTP as a client would. */
final class GitLabAsker implements AutoCloseable {
  private final Simulator simulator;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private String token = GitLabTokens.ADMIN;
  private boolean bearer;
  private String tag = "";

  GitLabAsker(Simulator simulator) {
    this.simulator = simulator;
  }

  GitLabAsker with(String token) {
    this.token = token;
    return this;
  }

  /** Puts the token into the other header that GitLab takes it from. */
  GitLabAsker asBearer(boolean so) {
    bearer = so;
    return this;
  }

  /** Asks only for what has another tag. */
  GitLabAsker unless(String tag) {
    this.tag = tag;
    return this;
  }

  Said get(String path) {
    return send("GET", simulator.gitlabBase() + "/api/v4" + path, "");
  }

  Said call(String method, String path, Object body) {
    return send(method, simulator.gitlabBase() + "/api/v4" + path, text(body));
  }

  Said query(String query, Map<String, ?> variables) {
    return graphql(Map.of("query", query, "variables", variables));
  }

  Said queries(List<String> queries) {
    return graphql(queries.stream().map(each -> Map.of("query", each)).toList());
  }

  private Said graphql(Object body) {
    return send("POST", simulator.gitlabBase() + "/api/graphql", text(body));
  }

  Said url(String url) {
    return send("GET", url, "");
  }

  private static String text(Object body) {
    return new String(Json.bytes(body), StandardCharsets.UTF_8);
  }

  private Said send(String method, String url, String body) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(Duration.ofSeconds(20))
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body.isEmpty()
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body));
      if (!token.isEmpty()) {
        request.header(
            bearer ? "Authorization" : "PRIVATE-TOKEN", bearer ? "Bearer " + token : token);
      }
      if (!tag.isEmpty()) {
        request.header("If-None-Match", tag);
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
