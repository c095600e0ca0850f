package io.ampel.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A problem in words. Detail and next step may be empty. */
public record ProblemView(
    int status,
    String code,
    String title,
    String detail,
    String nextStep,
    @Nullable String url,
    List<Problem.Field> fields,
    @Nullable String traceId) {

  public ProblemView {
    fields = List.copyOf(fields);
  }
}
