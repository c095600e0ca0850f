package io.ampel.simulator.github;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends the handling of a REST call with an error answer. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final String DOCUMENTATION = "https://docs.github.com/rest";

  private final transient Answer answer;

  private Refusal(Answer answer) {
    super("refused with " + answer.status(), null, false, false);
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }

  static Answer body(int status, String message) {
    return Answer.json(
        status,
        Json.object(
            "message",
            message,
            "documentation_url",
            DOCUMENTATION,
            "status",
            String.valueOf(status)));
  }

  static Refusal of(int status, String message) {
    return new Refusal(body(status, message));
  }

  static Refusal with(int status, String message, String header, String value) {
    return new Refusal(body(status, message).header(header, value));
  }

  static Refusal notFound() {
    return of(404, "Not Found");
  }

  static Refusal moved(String url) {
    var body =
        Json.object("message", "Moved Permanently", "url", url, "documentation_url", DOCUMENTATION);
    return new Refusal(Answer.json(301, body).header("Location", url));
  }

  /** 422, whose errors may be objects, plain strings, or nothing. */
  static Refusal invalid(String message, @Nullable List<?> errors) {
    var body =
        Json.object(
            "message",
            message,
            "errors",
            errors,
            "documentation_url",
            DOCUMENTATION,
            "status",
            "422");
    if (errors == null) {
      body.remove("errors");
    }
    return new Refusal(Answer.json(422, body));
  }
}
