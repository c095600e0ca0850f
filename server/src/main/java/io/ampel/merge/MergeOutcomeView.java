package io.ampel.merge;

import io.ampel.web.Frame;
import java.util.Objects;

/** What came of a merge, as the panel shows it: with the second step where there is one. */
public final class MergeOutcomeView {
  private final Frame frame;
  private final String id;
  private final MergeRequest request;
  private final MergeAnswer answer;

  MergeOutcomeView(Frame frame, String id, MergeRequest request, MergeAnswer answer) {
    this.frame = frame;
    this.id = id;
    this.request = request;
    this.answer = answer;
  }

  public Frame frame() {
    return frame;
  }

  public boolean merged() {
    return answer.outcome() == MergeAnswer.Outcome.MERGED;
  }

  public String outcome() {
    return answer.outcome().name();
  }

  public String message() {
    return answer.message();
  }

  public boolean confirmable() {
    return answer.confirmation() != null;
  }

  public String confirmation() {
    return Objects.toString(answer.confirmation(), "");
  }

  public String action() {
    return "/pull-requests/" + id + "/merge";
  }

  public String headSha() {
    return request.headSha();
  }

  public String strategy() {
    return request.strategy() == null ? "" : request.strategy().name();
  }

  public String title() {
    return Objects.requireNonNullElse(request.title(), "");
  }

  public String text() {
    return Objects.requireNonNullElse(request.message(), "");
  }

  public String deleteBranch() {
    return String.valueOf(request.deleteBranch());
  }
}
