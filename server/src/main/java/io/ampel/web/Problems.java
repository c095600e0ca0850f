package io.ampel.web;

import io.ampel.jte.Templates;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers a request with a problem, in the shape that fits the asker. */
@Component
public class Problems {
  private final Frames frames;
  private final Templates templates;
  private final ObjectProvider<JsonMapper> json;

  Problems(Frames frames, Templates templates, ObjectProvider<JsonMapper> json) {
    this.frames = frames;
    this.templates = templates;
    this.json = json;
  }

  public void answer(Problem problem, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(problem, null, request, response);
  }

  void answer(
      Problem problem,
      @Nullable String traceId,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    response.setStatus(problem.status().value());
    var wait = problem.retryAfter();
    if (wait != null) {
      response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, wait.toSeconds())));
    }
    var view = problem.told(frames.texts(request), traceId);
    if (isForPrograms(request)) {
      writeJson(view, problem.members(), request, response);
    } else if (request.getHeader("HX-Request") != null) {
      response.setHeader("Ampel-Problem", view.code());
      var page = templates.webProblem(frames.of(request, response), view);
      PageRendering.write(page, request, response);
    } else {
      var page = templates.webError(frames.of(request, response), view);
      PageRendering.write(page, request, response);
    }
  }

  private void writeJson(
      ProblemView view,
      Map<String, Object> members,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    var problem = ProblemDetail.forStatus(view.status());
    problem.setTitle(view.title());
    problem.setProperty("code", view.code());
    problem.setInstance(java.net.URI.create(path(request)));
    if (!view.detail().isEmpty()) problem.setDetail(view.detail());
    if (!view.nextStep().isEmpty()) problem.setProperty("nextStep", view.nextStep());
    if (view.url() != null) problem.setProperty("url", view.url());
    if (!view.fields().isEmpty()) problem.setProperty("fields", view.fields());
    if (view.traceId() != null) problem.setProperty("traceId", view.traceId());
    members.forEach(problem::setProperty);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.getObject().writeValueAsBytes(problem));
  }

  static boolean isForPrograms(HttpServletRequest request) {
    var path = path(request);
    return path.startsWith("/api/") || path.startsWith("/v3/") || path.startsWith("/actuator");
  }

  static String path(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String original
        ? original
        : request.getRequestURI();
  }
}
