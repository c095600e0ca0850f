package io.ampel.web;

import io.ampel.platform.Trace;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import tools.jackson.databind.DatabindException;

/** Turns whatever went wrong in a controller into a {@link Problem}. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  private final Problems problems;

  Failures(Problems problems) {
    this.problems = problems;
  }

  @ExceptionHandler(AsyncRequestNotUsableException.class)
  void gone(HttpServletResponse response) {
    // The browser has left; there is nobody to tell.
  }

  @ExceptionHandler
  void tell(Exception failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (failure instanceof ErrorResponse known) {
      copyHeaders(known.getHeaders(), response);
    }
    var problem = problem(failure);
    if (problem.status().is5xxServerError() && !(failure instanceof Problem)) {
      tellUnexpected(problem, failure, request, response);
    } else {
      problems.answer(problem, request, response);
    }
  }

  /** The log has the cause, the asker a number to find it by. */
  private void tellUnexpected(
      Problem problem, Exception failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var traceId = Trace.current();
    log.error(
        "{} {} failed, trace {}", request.getMethod(), request.getRequestURI(), traceId, failure);
    problems.answer(problem, traceId, request, response);
  }

  private static Problem problem(Exception failure) {
    return switch (failure) {
      case Problem problem -> problem;
      case BindException invalid -> Problem.invalid(fields(invalid));
      case HandlerMethodValidationException invalid -> Problem.invalid(fields(invalid));
      case MethodArgumentTypeMismatchException mismatch -> mismatch(mismatch);
      case MissingServletRequestParameterException missing ->
          Problem.invalid(missing.getParameterName(), "web.field.missing");
      case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
      case MaxUploadSizeExceededException _ -> withStatus(HttpStatus.CONTENT_TOO_LARGE);
      case BodyLimit.Exceeded _ -> withStatus(HttpStatus.CONTENT_TOO_LARGE);
      case AccessDeniedException _ -> Problem.forbidden();
      case ErrorResponse known -> withStatus(known.getStatusCode());
      default -> withStatus(HttpStatus.INTERNAL_SERVER_ERROR);
    };
  }

  /** A path that cannot be an id leads nowhere; a bad query value is the asker's slip. */
  private static Problem mismatch(MethodArgumentTypeMismatchException mismatch) {
    if (mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
      return Problem.notFound();
    }
    return Problem.invalid(mismatch.getName(), "web.field.unreadable");
  }

  private static Problem unreadable(HttpMessageNotReadableException unreadable) {
    for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
      if (cause instanceof BodyLimit.Exceeded) return withStatus(HttpStatus.CONTENT_TOO_LARGE);
      if (cause instanceof DatabindException wrong && !wrong.getPath().isEmpty()) {
        return Problem.invalid(path(wrong), "web.field.unreadable");
      }
    }
    return Problem.of(HttpStatus.BAD_REQUEST, "UNREADABLE");
  }

  private static String path(DatabindException wrong) {
    return wrong.getPath().stream()
        .map(step ->
            step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
        .collect(java.util.stream.Collectors.joining("."));
  }

  private static List<Problem.Field> fields(BindException invalid) {
    return invalid.getAllErrors().stream()
        .map(error ->
            new Problem.Field(
                error instanceof FieldError field ? field.getField() : error.getObjectName(),
                message(error.getDefaultMessage())))
        .toList();
  }

  private static List<Problem.Field> fields(HandlerMethodValidationException invalid) {
    return invalid.getParameterValidationResults().stream()
        .flatMap(result ->
            result.getResolvableErrors().stream()
                .map(error ->
                    new Problem.Field(
                        error instanceof FieldError field
                            ? field.getField()
                            : name(result.getMethodParameter().getParameterName()),
                        message(error.getDefaultMessage()))))
        .toList();
  }

  private static String message(@Nullable String message) {
    return message == null ? "web.field.invalid" : message;
  }

  private static String name(@Nullable String name) {
    return name == null ? "value" : name;
  }

  static Problem withStatus(HttpStatusCode code) {
    var status = HttpStatus.resolve(code.value());
    if (status == null) {
      return withStatus(HttpStatus.INTERNAL_SERVER_ERROR);
    }
    return status == HttpStatus.NOT_FOUND ? Problem.notFound() : Problem.of(status, status.name());
  }

  private static void copyHeaders(HttpHeaders headers, HttpServletResponse response) {
    headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
  }
}
