package io.ampel.act;

import io.ampel.web.Frame;

/** What came of a comment or a review, as the panel shows it. */
public record ActOutcomeView(Frame frame, ActAnswer answer) {

  public boolean done() {
    return answer.outcome() == ActAnswer.Outcome.DONE;
  }
}
