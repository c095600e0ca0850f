package io.ampel.provider.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer as GitHub gave it once, with status and headers, from {@code resources/github}. */
record Recorded(int status, HttpHeaders headers, String body) {
  static final JsonMapper JSON = new JsonMapper();

  static Recorded of(String name) {
    try (var in = Recorded.class.getResourceAsStream("/github/" + name + ".json")) {
      if (in == null) {
        throw new IllegalArgumentException("no recording " + name);
      }
      return of(JSON.readTree(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Recorded of(JsonNode recording) {
    var headers = new HttpHeaders();
    recording
        .get("headers")
        .properties()
        .forEach(header -> headers.add(header.getKey(), header.getValue().asString()));
    return new Recorded(recording.get("status").asInt(), headers, recording.get("body").toString());
  }

  GitHubRefusal refusal() {
    return new GitHubRefusal(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  ResponseDefinitionBuilder answer() {
    var answer = aResponse().withStatus(status).withBody(body);
    headers.forEach((name, values) -> answer.withHeader(name, values.toArray(String[]::new)));
    return answer;
  }
}
