package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.Token;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A no, with Bitbucket's words for it. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  static final String BAD_TOKEN = "Token is invalid, expired, or not supported for this endpoint.";
  static final String RATE = "Rate limit for this resource has been exceeded";

  private final transient Answer answer;

  private Refusal(Answer answer) {
    super("refused with " + answer.status(), null, false, false);
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }

  static Refusal with(Answer answer) {
    return new Refusal(answer);
  }

  static Answer body(int status, String message) {
    return Answer.json(
        status, Json.object("type", "error", "error", Json.object("message", message)));
  }

  static Refusal of(int status, String message) {
    return new Refusal(body(status, message));
  }

  static Refusal notFound(String what) {
    return of(404, what + " not found");
  }

  /** Some refusals are bare words instead of JSON. */
  static Refusal words(int status, String text) {
    return new Refusal(
        Answer.of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8)));
  }

  /** And some are nothing at all. */
  static Refusal silent(int status) {
    return new Refusal(Answer.empty(status));
  }

  static Refusal badToken() {
    return of(401, BAD_TOKEN);
  }

  /** A bad request that names the fields it is about. */
  static Refusal fields(String message, Map<String, List<String>> fields) {
    return new Refusal(
        Answer.json(
            400,
            Json.object(
                "type", "error", "error", Json.object("fields", fields, "message", message))));
  }

  static Refusal field(String field, String complaint) {
    return fields(complaint, Map.of(field, List.of(complaint)));
  }

  /** The one refusal that says what lacks. */
  static Refusal missingScope(Scope scope, Token token) {
    var detail =
        Json.object("required", scope.names(token), "granted", List.copyOf(token.scopes()));
    return new Refusal(
        Answer.json(
            403,
            Json.object(
                "type",
                "error",
                "error",
                Json.object(
                    "message",
                    "Your credentials lack one or more required privilege scopes.",
                    "detail",
                    detail))));
  }
}
