package io.ampel.provider.github;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** GitHub answered with a status that means no. */
final class GitHubRefusal extends RuntimeException {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST = 500;

  private final int status;
  private final transient HttpHeaders headers;
  private final String words;
  private final boolean isJson;

  GitHubRefusal(int status, HttpHeaders headers, byte[] body) {
    super("GitHub answered " + status);
    this.status = status;
    this.headers = headers;
    var json = json(headers, body);
    this.isJson = json.isPresent();
    this.words = json.map(GitHubRefusal::words).orElse("");
  }

  int status() {
    return status;
  }

  HttpHeaders headers() {
    return headers;
  }

  /** GitHub's own words, empty when there are none. */
  String words() {
    return words;
  }

  boolean isJson() {
    return isJson;
  }

  boolean says(String part) {
    return words.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  @Nullable String header(String name) {
    return headers.getFirst(name);
  }

  /** The alternatives that would have been accepted, in the words of the token pages. */
  List<String> missing() {
    var permissions = header("X-Accepted-GitHub-Permissions");
    if (permissions != null && !permissions.isBlank()) {
      return GitHubWords.permissions(permissions);
    }
    var accepted = GitHubWords.list(header("X-Accepted-OAuth-Scopes"));
    var granted = GitHubWords.list(header("X-OAuth-Scopes"));
    var enough = accepted.stream().anyMatch(granted::contains);
    return header("X-OAuth-Scopes") == null || enough
        ? List.of()
        : accepted.stream().limit(1).toList();
  }

  private static Optional<JsonNode> json(HttpHeaders headers, byte[] body) {
    var type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
    if (body.length == 0 || type == null || !type.contains("json")) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(new String(body, StandardCharsets.UTF_8)));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** The message, with the errors below it, which may be objects, strings or one string. */
  private static String words(JsonNode body) {
    var message = body.path("message").asString("");
    var errors = body.path("errors");
    var details =
        errors.isArray()
            ? errors.valueStream().map(GitHubRefusal::error)
            : errors.isString() ? Stream.of(errors.asString()) : Stream.<String>empty();
    var all =
        Stream.concat(Stream.of(message), details)
            .filter(text -> !text.isBlank())
            .distinct()
            .reduce((one, two) -> one + ": " + two)
            .orElse("");
    return all.length() > LONGEST ? all.substring(0, LONGEST) : all;
  }

  private static String error(JsonNode error) {
    if (error.isString()) {
      return error.asString();
    }
    var message = error.path("message").asString("");
    return message.isEmpty()
        ? (error.path("field").asString("") + " " + error.path("code").asString("")).trim()
        : message;
  }
}
