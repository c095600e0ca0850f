package io.ampel.provider.gitlab;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * GitLab answered with a status that means no. Its words come in four envelopes: a message, a
 * message for each field, an error, an error with its description.
 */
final class GitLabRefusal extends RuntimeException {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern PERMISSIONS = Pattern.compile("permissions?: \\[([^]]+)]");
  private static final int LONGEST = 500;

  private final int status;
  private final transient HttpHeaders headers;
  private final String words;
  private final String error;
  private final List<String> missing;
  private final boolean isJson;

  GitLabRefusal(int status, HttpHeaders headers, byte[] body) {
    super("GitLab answered " + status);
    this.status = status;
    this.headers = headers;
    var json = json(headers, body);
    this.isJson = json.isPresent();
    this.words = json.map(GitLabRefusal::words).orElseGet(() -> plain(headers, body));
    this.error = json.map(node -> node.path("error").asString("")).orElse("");
    this.missing = json.map(node -> missing(node, words)).orElse(List.of());
  }

  int status() {
    return status;
  }

  HttpHeaders headers() {
    return headers;
  }

  /** GitLab's own words, empty when there are none. */
  String words() {
    return words;
  }

  boolean isJson() {
    return isJson;
  }

  boolean says(String part) {
    return words.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  boolean isError(String code) {
    return error.equals(code);
  }

  /**
   * The address itself is not known, as opposed to the thing it names: this edition or release does
   * not have it.
   */
  boolean isUnknownRoute() {
    return status == 404 && error.equals("404 Not Found");
  }

  @Nullable String header(String name) {
    return headers.getFirst(name);
  }

  /** Scopes or permissions that would have been enough, as far as the answer names them. */
  List<String> missing() {
    return missing;
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

  /** Limits are told in plain text, where a page for people is not worth repeating. */
  private static String plain(HttpHeaders headers, byte[] body) {
    var type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
    return type != null && type.startsWith("text/plain")
        ? shortened(new String(body, StandardCharsets.UTF_8).strip())
        : "";
  }

  private static String words(JsonNode body) {
    var all =
        Stream.of(
                text(body.path("message")),
                body.path("error_description").asString(body.path("error").asString("")),
                body.path("errors").valueStream().map(GitLabRefusal::text).collect(joining()))
            .filter(text -> !text.isBlank())
            .distinct()
            .collect(joining());
    return shortened(all);
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joining() {
    return Collectors.joining(": ");
  }

  /** A sentence, a list of sentences, or sentences for each field. */
  private static String text(JsonNode node) {
    if (node.isArray()) {
      return node.valueStream().map(GitLabRefusal::text).collect(Collectors.joining(", "));
    }
    if (node.isObject()) {
      return node.has("message") && node.path("message").isString()
          ? node.path("message").asString()
          : node.properties().stream()
              .map(field -> field.getKey() + " " + text(field.getValue()))
              .collect(Collectors.joining(", "));
    }
    return node.asString("");
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  private static List<String> missing(JsonNode body, String words) {
    var scope = body.path("scope").asString("");
    return scope.isBlank() ? permissions(words) : List.of(smallest(scope));
  }

  /** Any one of the scopes named is enough, and the narrower ones stand behind the widest. */
  private static String smallest(String scopes) {
    var all = List.of(scopes.strip().split("\\s+"));
    return all.contains("read_api") ? "read_api" : all.getFirst();
  }

  /** What a fine-grained token lacks stands in brackets. */
  static List<String> permissions(String words) {
    var found = PERMISSIONS.matcher(words);
    return found.find() ? List.of(found.group(1).split(",\\s*")) : List.of();
  }
}
