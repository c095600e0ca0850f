package io.ampel.bench;

import io.ampel.simulator.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks GitHub by REST, as one does who follows its guide: the open pull requests of a repository,
 * and for each of them itself, the checks of its head and its reviews.
 */
record NaiveClient(URI base) {
  private static final int AT_ONCE = 4;

  /**
   * @param repositories their full names
   * @return how many pull requests there are
   */
  int look(List<String> repositories) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient();
        var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var looks =
          repositories.stream().<Callable<Integer>>map(name -> () -> look(http, name)).toList();
      var found = 0;
      for (var one : threads.invokeAll(looks)) found += one.get();
      return found;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private int look(HttpClient http, String repository) throws IOException, InterruptedException {
    var all = get(http, "/repos/%s/pulls?state=open&per_page=100".formatted(repository));
    for (var one : all) {
      var pull = "/repos/%s/pulls/%d".formatted(repository, one.get("number").asInt());
      var now = get(http, pull);
      var head = now.get("head").get("sha").asString();
      get(http, "/repos/%s/commits/%s/check-runs".formatted(repository, head));
      get(http, pull + "/reviews");
    }
    return all.size();
  }

  private JsonNode get(HttpClient http, String path) throws IOException, InterruptedException {
    var answer =
        http.send(
            HttpRequest.newBuilder(URI.create(base + "/api/v3" + path))
                .header("Authorization", "Bearer " + Tokens.ADMIN)
                .build(),
            BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new IOException("%s was answered with %d".formatted(path, answer.statusCode()));
    }
    try (var body = answer.body()) {
      return JsonMapper.shared().readTree(body);
    }
  }
}
