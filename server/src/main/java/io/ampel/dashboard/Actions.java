package io.ampel.dashboard;

import io.ampel.act.Offered;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.PullRequest.State;
import io.ampel.pullrequest.Reason;
import io.ampel.pullrequest.Review;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.web.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the viewer can do with a pull request, and why not where they cannot. Everything is done to
 * the head commit that was seen.
 *
 * @param strategies how it may be merged, empty when not told
 * @param deeds what else makes sense now and is offered by the provider
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
    List<Deed> deeds,
    List<MergeStrategy> strategies,
    boolean deletesBranch,
    boolean secondStep) {

  /**
   * @param whyNot in words, null when it is allowed
   */
  public record Action(boolean allowed, @Nullable String whyNot) {}

  /**
   * @param name as it stands in the address
   * @param key the key that presses it, null for none
   * @param confirm asked before, null where one click is enough
   */
  public record Deed(String name, String label, @Nullable String key, @Nullable String confirm) {}

  static Actions of(Frame frame, PanelQueries.Found found, Offered offered) {
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
        offered.requestChanges()
            ? review(frame, row, own, "request-changes")
            : new Action(false, frame.text("dashboard.why-not.not-offered", row.instance())),
        merge(frame, row),
        deeds(frame, found, offered),
        found.strategies(),
        found.deletesBranch(),
        row.light() == TrafficLight.UNKNOWN);
  }

  private static List<Deed> deeds(Frame frame, PanelQueries.Found found, Offered offered) {
    var row = found.row();
    if (!row.permissions().comment()) {
      return List.of();
    }
    var deeds = new ArrayList<Deed>();
    if (offered.updateBranch() && isBehind(row)) {
      deeds.add(deed(frame, "update-branch", "u", false));
    }
    if (offered.rerun() && row.state() == State.OPEN && canRunAgain(found)) {
      deeds.add(deed(frame, "rerun", "t", false));
    }
    if (offered.withdraw() && row.state() == State.OPEN && hasSpoken(found)) {
      deeds.add(deed(frame, "withdraw", null, false));
    }
    if (offered.close() && row.state() == State.OPEN) {
      deeds.add(deed(frame, offered.reopen() ? "close" : "close.for-good", null, true));
    }
    if (offered.reopen() && row.state() == State.CLOSED) {
      deeds.add(deed(frame, "reopen", null, false));
    }
    return deeds;
  }

  private static Deed deed(Frame frame, String name, @Nullable String key, boolean confirms) {
    var address = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    return new Deed(
        address,
        frame.text("dashboard.action." + name),
        key,
        confirms ? frame.text("dashboard.action." + name + ".confirm") : null);
  }

  private static boolean isBehind(PullRequestRow row) {
    return row.state() == State.OPEN
        && row.reasons().stream().anyMatch(line -> line.action() == Reason.Action.UPDATE_BRANCH);
  }

  private static boolean canRunAgain(PanelQueries.Found found) {
    return found.facts().checks().all().stream()
        .anyMatch(check ->
            check.rerun() != null
                && (check.state() == Check.State.FAILED || check.state() == Check.State.CANCELLED));
  }

  private static boolean hasSpoken(PanelQueries.Found found) {
    return found.facts().reviews().stream()
        .anyMatch(review ->
            found.me().contains(review.reviewer().login())
                && (review.verdict() == Review.Verdict.APPROVED
                    || review.verdict() == Review.Verdict.CHANGES_REQUESTED));
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
