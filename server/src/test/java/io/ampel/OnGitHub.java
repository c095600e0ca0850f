package io.ampel;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.identity.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who uses Ampel with a token of the simulated GitHub, over REST alone. */
public record OnGitHub(Visitor program) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Saves a token and gives the id of its account. */
  public String account(String name, String token) {
    var answer =
        post(
            "/api/v1/provider-accounts",
            Map.of("provider", "github", "name", name, "token", token));
    assertThat(answer.has("id")).as(answer.toString()).isTrue();
    return answer.get("id").asString();
  }

  public void watch(String account, String... fullNames) {
    var answer = send("/api/v1/repositories", Map.of("account", account, "fullNames", fullNames));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  /** The pull request as the list shows it, once it is as wanted. */
  public JsonNode await(String repository, int number, Predicate<JsonNode> wanted) {
    return await(
        () -> {
          for (var item : list("").get("items")) {
            if (item.get("repository").toString().contains(repository)
                && item.get("number").asInt() == number) {
              return item;
            }
          }
          return null;
        },
        wanted);
  }

  public JsonNode await(String repository, int number) {
    return await(repository, number, _ -> true);
  }

  public JsonNode await(Supplier<JsonNode> question, Predicate<JsonNode> wanted) {
    var deadline = Instant.now().plus(PATIENCE);
    JsonNode last = null;
    while (Instant.now().isBefore(deadline)) {
      last = question.get();
      if (last != null && wanted.test(last)) {
        return last;
      }
      pause();
    }
    throw new AssertionError("not within " + PATIENCE + ", last seen: " + last);
  }

  public JsonNode list(String query) {
    return Visitor.read(program.get("/api/v1/pull-requests?limit=200" + query));
  }

  public JsonNode post(String path, Object body, String... headers) {
    return Visitor.read(send(path, body, headers));
  }

  public java.net.http.HttpResponse<String> send(String path, Object body, String... headers) {
    return program.json("POST", path, JsonMapper.shared().writeValueAsString(body), headers);
  }

  private static void pause() {
    try {
      Thread.sleep(250);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
