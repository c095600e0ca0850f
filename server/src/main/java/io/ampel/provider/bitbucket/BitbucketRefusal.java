package io.ampel.provider.bitbucket;

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

/** Bitbucket answered with a status that means no: in JSON, in bare words, or without a word. */
final class BitbucketRefusal extends RuntimeException {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST = 500;

  private final int status;
  private final transient HttpHeaders headers;
  private final String words;
  private final List<String> missing;

  BitbucketRefusal(int status, HttpHeaders headers, byte[] body) {
    super("Bitbucket answered " + status);
    this.status = status;
    this.headers = headers;
    var json = json(headers, body);
    this.words = shortened(json.map(BitbucketRefusal::words).orElseGet(() -> plain(headers, body)));
    this.missing = json.map(BitbucketRefusal::missing).orElse(List.of());
  }

  int status() {
    return status;
  }

  /** Bitbucket's own words, empty when there are none. */
  String words() {
    return words;
  }

  /** Scopes that were needed and not granted; Bitbucket alone says exactly which. */
  List<String> missing() {
    return missing;
  }

  boolean says(String part) {
    return words.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  @Nullable String header(String name) {
    return headers.getFirst(name);
  }

  /** A page for people: something else answers at this address. */
  boolean isPage() {
    var type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
    return type != null && type.contains("html");
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

  private static String plain(HttpHeaders headers, byte[] body) {
    var type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
    return type != null && type.contains("text/plain")
        ? new String(body, StandardCharsets.UTF_8).strip()
        : "";
  }

  /** The message, what it says of single fields, and the detail where that is a sentence. */
  private static String words(JsonNode body) {
    var error = body.path("error");
    if (error.isString()) {
      return error.asString();
    }
    var fields = error.path("fields").valueStream().flatMap(BitbucketRefusal::sentences);
    return Stream.of(
            Stream.of(error.path("message").asString("")), fields, sentences(error.path("detail")))
        .flatMap(texts -> texts)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .reduce("", BitbucketRefusal::joined);
  }

  private static String joined(String said, String more) {
    return said.isEmpty() ? more : said.contains(more) ? said : said + ": " + more;
  }

  private static Stream<String> sentences(JsonNode node) {
    if (node.isString()) {
      return Stream.of(node.asString());
    }
    return node.isArray()
        ? node.valueStream().filter(JsonNode::isString).map(JsonNode::asString)
        : Stream.empty();
  }

  private static List<String> missing(JsonNode body) {
    var detail = body.path("error").path("detail");
    var granted = sentences(detail.path("granted")).toList();
    return sentences(detail.path("required")).filter(scope -> !granted.contains(scope)).toList();
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }
}
