package io.ampel.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Why a request cannot be answered, in words that help: thrown by any room, told as RFC 9457
 * problem to programs and as a friendly page or fragment to people. The texts stand in message
 * bundles under {@code problem.<code>.title}, {@code .detail} and {@code .next}; what is said here
 * counts more.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * What is wrong with one field.
   *
   * @param message a sentence, or the key of one
   */
  public record Field(String field, String message) {
    Field told(Texts texts) {
      return new Field(field, texts.orElse(message, message));
    }
  }

  private final HttpStatus status;
  private final String code;
  private final transient Object[] arguments;
  private final transient List<Field> fields = new ArrayList<>();
  private final transient Map<String, Object> members = new LinkedHashMap<>();
  private @Nullable String title;
  private @Nullable String detail;
  private @Nullable String nextStep;
  private @Nullable String url;
  private @Nullable Duration retryAfter;

  private Problem(HttpStatus status, String code, Object... arguments) {
    super(code, null, false, false);
    this.status = status;
    this.code = code;
    this.arguments = arguments;
  }

  /**
   * @param code in capitals, such as {@code HEAD_MOVED}
   * @param arguments for the texts of the code
   */
  public static Problem of(HttpStatus status, String code, Object... arguments) {
    return new Problem(status, code, arguments);
  }

  /** Unknown, malformed or somebody else's: all the same to the asker. */
  public static Problem notFound() {
    return of(HttpStatus.NOT_FOUND, "NOT_FOUND");
  }

  public static Problem forbidden() {
    return of(HttpStatus.FORBIDDEN, "FORBIDDEN");
  }

  public static Problem notSignedIn() {
    return of(HttpStatus.UNAUTHORIZED, "NOT_SIGNED_IN");
  }

  public static Problem invalid(List<Field> fields) {
    var problem = of(HttpStatus.BAD_REQUEST, "INVALID");
    problem.fields.addAll(fields);
    return problem;
  }

  public static Problem invalid(String field, String message) {
    return invalid(List.of(new Field(field, message)));
  }

  public static Problem tooManyRequests(Duration retryAfter) {
    var problem = of(HttpStatus.TOO_MANY_REQUESTS, "TOO_MANY_REQUESTS", inWords(retryAfter));
    problem.retryAfter = retryAfter;
    return problem;
  }

  private static String inWords(Duration wait) {
    return wait.compareTo(Duration.ofSeconds(90)) < 0
        ? Math.max(1, wait.toSeconds()) + " s"
        : wait.plusSeconds(59).toMinutes() + " min";
  }

  public Problem title(String title) {
    this.title = title;
    return this;
  }

  public Problem detail(String detail) {
    this.detail = detail;
    return this;
  }

  public Problem nextStep(String nextStep) {
    this.nextStep = nextStep;
    return this;
  }

  /** Where the next step is done. */
  public Problem url(String url) {
    this.url = url;
    return this;
  }

  public Problem retryAfter(Duration retryAfter) {
    this.retryAfter = retryAfter;
    return this;
  }

  /** A further member of the JSON answer. */
  public Problem with(String member, Object value) {
    members.put(member, value);
    return this;
  }

  public HttpStatus status() {
    return status;
  }

  public String code() {
    return code;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  Map<String, Object> members() {
    return members;
  }

  ProblemView told(Texts texts, @Nullable String traceId) {
    return new ProblemView(
        status.value(),
        code,
        title == null ? texts.orElse(key("title"), status.getReasonPhrase(), arguments) : title,
        detail == null ? texts.orElse(key("detail"), "", arguments) : detail,
        nextStep == null ? texts.orElse(key("next"), "", arguments) : nextStep,
        url,
        fields.stream().map(field -> field.told(texts)).toList(),
        traceId);
  }

  private String key(String part) {
    return "problem." + code + "." + part;
  }
}
