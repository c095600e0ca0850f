package io.ampel.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Ampel's REST, for a program with a token. */
record Rest(HttpClient http, URI server, SignedIn who) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return send("POST", path, body, 201);
  }

  JsonNode send(String method, String path, Object body, int expected)
      throws IOException, InterruptedException {
    var answer =
        http.send(
            HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", who.program().substring("Authorization: ".length()))
                .header("Content-Type", "application/json")
                .method(
                    method, BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != expected) {
      throw new IOException(
          String.format(Locale.ROOT, "%s was answered with %s", path, answer.body()));
    }
    return JsonMapper.shared().readTree(answer.body());
  }
}
