package io.ampel.simulator.gitlab;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Ends the handling of a REST call with one of GitLab's four kinds of error answers. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Answer answer;

  private Refusal(Answer answer) {
    super("refused with " + answer.status(), null, false, false);
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }

  static Refusal of(Answer answer) {
    return new Refusal(answer);
  }

  /** A message that is a text. */
  static Answer message(int status, String text) {
    return Answer.json(status, Map.of("message", text));
  }

  /** A message that is an object of what is wrong with which field. */
  static Answer fields(int status, String field, String... texts) {
    return Answer.json(status, Map.of("message", Map.of(field, List.of(texts))));
  }

  /** An error that is a text. */
  static Answer error(int status, String text) {
    return Answer.json(status, Map.of("error", text));
  }

  /** An error by its code, with a description. */
  static Answer error(int status, String code, String description) {
    return Answer.json(status, Json.object("error", code, "error_description", description));
  }

  static Refusal because(int status, String text) {
    return new Refusal(message(status, text));
  }

  static Refusal notFound(String what) {
    return because(404, "404 " + what + " Not Found");
  }

  static Refusal forbidden() {
    return because(403, "403 Forbidden");
  }

  static Refusal unauthorized() {
    return because(401, "401 Unauthorized");
  }

  static Refusal notAllowed() {
    return because(405, "405 Method Not Allowed");
  }

  /** What a route says that is not there, in this edition or at all. */
  static Answer noRoute() {
    return error(404, "404 Not Found");
  }

  static Refusal bad(String parameter, String what) {
    return new Refusal(error(400, parameter + " " + what));
  }

  static Refusal insufficientScope(String needed) {
    return new Refusal(
        Answer.json(
            403,
            Json.object(
                "error",
                "insufficient_scope",
                "error_description",
                "The request requires higher privileges than provided by the access token.",
                "scope",
                needed)));
  }

  /** A fine-grained token lacks something: reading says only no, changing says what. */
  static Refusal ungranted(String permission, boolean writing) {
    return writing
        ? new Refusal(
            error(
                403,
                "insufficient_granular_scope",
                "Access denied: Your fine-grained personal access token lacks the required permissions: ["
                    + permission
                    + "]."))
        : forbidden();
  }

  static Answer retryLater() {
    return Answer.of(429, "text/plain", "Retry later\n".getBytes(StandardCharsets.UTF_8));
  }
}
