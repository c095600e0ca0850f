package io.ampel.dashboard;

import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.PullRequest.State;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.web.Frame;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the viewer can do with a pull request, and why not where they cannot. Everything is done to
 * the head commit that was seen.
 *
 * @param strategies how it may be merged, empty when not told
 * @param secondStep merging needs a further yes, because the light is not known
 */
public record Actions(
    Frame frame,
    UUID id,
    String headSha,
    String title,
    int number,
    Action comment,
    Action approve,
    Action requestChanges,
    Action merge,
    List<MergeStrategy> strategies,
    boolean deletesBranch,
    boolean secondStep) {

  /**
   * @param whyNot in words, null when it is allowed
   */
  public record Action(boolean allowed, @Nullable String whyNot) {}

  static Actions of(Frame frame, PanelQueries.Found found) {
    var row = found.row();
    var own = found.me().contains(row.author().login());
    return new Actions(
        frame,
        row.id(),
        row.headSha(),
        row.title(),
        row.number(),
        action(frame, row, row.permissions().comment(), "comment"),
        review(frame, row, own, "approve"),
        review(frame, row, own, "request-changes"),
        merge(frame, row),
        found.strategies(),
        found.deletesBranch(),
        row.light() == TrafficLight.UNKNOWN);
  }

  private static Action review(Frame frame, PullRequestRow row, boolean own, String what) {
    return own && row.state() == State.OPEN && !row.permissions().approve()
        ? new Action(false, frame.text("dashboard.why-not.own"))
        : action(frame, row, row.permissions().approve(), what);
  }

  private static Action merge(Frame frame, PullRequestRow row) {
    var may = action(frame, row, row.permissions().merge(), "merge");
    if (!may.allowed()
        || row.light() == TrafficLight.READY
        || row.light() == TrafficLight.UNKNOWN) {
      return may;
    }
    return new Action(false, frame.text("dashboard.why-not.light." + row.light(), row.sentence()));
  }

  private static Action action(Frame frame, PullRequestRow row, boolean permitted, String what) {
    if (row.state() != State.OPEN) {
      return new Action(false, frame.text("dashboard.why-not." + row.state()));
    }
    return permitted
        ? new Action(true, null)
        : new Action(false, frame.text("dashboard.why-not." + what));
  }
}
