package io.ampel.dashboard;

import io.ampel.act.Offered;
import io.ampel.dashboard.PullRequestRow.Face;
import io.ampel.dashboard.PullRequestRow.ReasonLine;
import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Conversation;
import io.ampel.pullrequest.LinkedIssue;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.Review;
import io.ampel.web.Ago;
import io.ampel.web.Frame;
import io.ampel.web.Markdown;
import io.ampel.web.SafeHtml;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One pull request, to understand and to act on.
 *
 * @param issues those the viewer may know of
 * @param hiddenIssues how many more there are
 * @param fork where it comes from when that is another repository, in words
 * @param body what the author wrote, null when nothing
 */
public record Panel(
    Frame frame,
    PullRequestRow row,
    List<ReasonLine> reasons,
    List<CheckGroup> checks,
    List<ReviewLine> reviews,
    List<Talk> talks,
    int moreTalks,
    List<LinkedIssue> issues,
    int hiddenIssues,
    @Nullable String fork,
    @Nullable SafeHtml body,
    Actions actions,
    String copy) {

  /**
   * @param folded shown only when asked for
   */
  public record CheckGroup(String title, boolean folded, List<CheckLine> checks) {}

  public record CheckLine(
      String name, Check.State state, @Nullable String url, @Nullable String took) {}

  public record ReviewLine(
      Face face, String verdict, String words, @Nullable Instant at, @Nullable String url) {}

  /**
   * @param resolve the key to resolve it by, null where that is not offered
   */
  public record Talk(
      @Nullable String resolve,
      @Nullable Face face,
      @Nullable String path,
      String excerpt,
      @Nullable String url,
      @Nullable Instant at) {}

  static Panel of(Frame frame, PanelQueries.Found found, Offered offered) {
    var row = found.row();
    var facts = found.facts();
    var open = facts.conversations().stream().filter(talk -> !talk.resolved()).toList();
    var linked = facts.issues() == null ? List.<LinkedIssue>of() : facts.issues();
    var issues = linked.stream().filter(issue -> found.sees(issue.repository())).toList();
    var reasons = row.reasons().stream().sorted(Comparator.comparing(line -> !line.you())).toList();
    return new Panel(
        frame,
        row,
        reasons,
        checks(frame, found),
        reviews(frame, facts),
        open.stream().map(talk -> talk(frame, talk, mayResolve(row, offered))).toList(),
        Math.max(0, facts.unresolvedConversations() - open.size()),
        issues,
        linked.size() - issues.size(),
        fork(frame, found),
        facts.body().isBlank() ? null : Markdown.foreign(facts.body()),
        Actions.of(frame, found, offered),
        copy(frame, row, reasons));
  }

  /** Required ones first where the repository names them, what has passed folded. */
  private static List<CheckGroup> checks(Frame frame, PanelQueries.Found found) {
    var all = found.facts().checks().all();
    var named = all.stream().anyMatch(found::isRequired);
    var open = all.stream().filter(check -> !isDone(check)).toList();
    var groups = new ArrayList<CheckGroup>();
    if (named) {
      groups.add(group(frame, "required", false, open.stream().filter(found::isRequired)));
    }
    groups.add(
        group(
            frame,
            named ? "optional" : "all",
            false,
            open.stream().filter(check -> !(named && found.isRequired(check)))));
    groups.add(group(frame, "passed", true, all.stream().filter(Panel::isDone)));
    groups.removeIf(group -> group.checks().isEmpty());
    return groups;
  }

  private static CheckGroup group(Frame frame, String key, boolean folded, Stream<Check> checks) {
    var lines =
        checks
            .sorted(Comparator.comparing(Check::state, Comparator.comparingInt(Panel::urgency)))
            .map(check -> new CheckLine(check.title(), check.state(), check.url(), took(check)))
            .toList();
    return new CheckGroup(frame.text("dashboard.checks." + key, lines.size()), folded, lines);
  }

  private static boolean isDone(Check check) {
    return check.state() == Check.State.PASSED || check.state() == Check.State.SKIPPED;
  }

  private static int urgency(Check.State state) {
    return switch (state) {
      case FAILED -> 0;
      case CANCELLED -> 1;
      case MANUAL -> 2;
      case UNKNOWN -> 3;
      case RUNNING -> 4;
      case QUEUED -> 5;
      case PASSED -> 6;
      case SKIPPED -> 7;
    };
  }

  private static @Nullable String took(Check check) {
    var from = check.startedAt();
    var to = check.completedAt();
    if (from == null || to == null || to.isBefore(from)) {
      return null;
    }
    var time = Duration.between(from, to);
    if (time.toMinutes() < 1) return time.toSeconds() + " s";
    return time.toHours() < 1
        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
        : time.toHours() + " h " + time.toMinutesPart() + " min";
  }

  private static List<ReviewLine> reviews(Frame frame, PullRequest facts) {
    var lines = new ArrayList<ReviewLine>();
    for (var request : facts.requested()) {
      lines.add(
          line(frame, request.reviewer(), request.codeOwner() ? "OWNER" : "REQUESTED", null, null));
    }
    for (Review review : facts.reviews()) {
      lines.add(
          line(
              frame,
              review.reviewer(),
              review.verdict().name(),
              review.submittedAt(),
              review.url()));
    }
    return lines;
  }

  private static ReviewLine line(
      Frame frame, Account account, String verdict, @Nullable Instant at, @Nullable String url) {
    return new ReviewLine(
        face(account), verdict, frame.text("dashboard.verdict." + verdict), at, url);
  }

  private static boolean mayResolve(PullRequestRow row, Offered offered) {
    return offered.resolve() && row.open() && row.permissions().comment();
  }

  private static Talk talk(Frame frame, Conversation talk, boolean mayResolve) {
    var by = talk.lastBy() == null ? talk.startedBy() : talk.lastBy();
    var excerpt = talk.excerpt();
    return new Talk(
        mayResolve ? talk.id() : null,
        by == null ? null : face(by),
        talk.path(),
        excerpt == null || excerpt.isBlank() ? frame.text("dashboard.talk.empty") : excerpt,
        talk.url(),
        talk.at());
  }

  private static Face face(Account account) {
    return new Face(account.login(), account.kind().name(), account.avatar(), "");
  }

  /** The name of a fork is told only to who sees the fork. */
  private static @Nullable String fork(Frame frame, PanelQueries.Found found) {
    var source = found.facts().sourceRepository();
    if (!found.facts().fork()) {
      return null;
    }
    return source != null && found.sees(source)
        ? source
        : frame.text("dashboard.panel.hidden-fork");
  }

  /** The whole answer as plain text, for a chat. */
  private static String copy(Frame frame, PullRequestRow row, List<ReasonLine> reasons) {
    var text = new StringBuilder();
    var light = row.light();
    var word =
        light == null
            ? frame.text("dashboard.state." + row.state())
            : frame.text("web.light." + light);
    text.append(
        "%s: %s (%s#%d)%n%s%n"
            .formatted(word, row.title(), row.repository(), row.number(), row.url()));
    for (var reason : reasons) {
      text.append("- ").append(reason.text());
      if (!reason.actors().isEmpty()) text.append(" · ").append(reason.who());
      var since = reason.since();
      if (since != null) text.append(" · ").append(Ago.words(frame, since));
      text.append(" · ").append(reason.nextStep());
      if (reason.evidenceUrl() != null) text.append(" · ").append(reason.evidenceUrl());
      text.append('\n');
    }
    row.notBlocking()
        .forEach(note ->
            text.append("- ")
                .append(frame.text("dashboard.panel.not-blocking"))
                .append(": ")
                .append(note.text())
                .append('\n'));
    return text.toString();
  }
}
