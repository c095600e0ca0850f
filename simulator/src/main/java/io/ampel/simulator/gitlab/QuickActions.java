package io.ampel.simulator.gitlab;

import io.ampel.simulator.Json;
import io.ampel.simulator.Label;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a note that begin with a slash and a known word are not said but done. They are not
 * looked for inside fenced code and quotes.
 */
final class QuickActions {
  private static final Pattern COMMAND = Pattern.compile("^/([A-Za-z_]+)(?:[ \\t]+(.*?))?[ \\t]*$");

  /** What was done, in two forms. */
  private final Map<String, @Nullable Object> changes = new LinkedHashMap<>();

  private final List<String> summary = new ArrayList<>();
  private final List<String> kept = new ArrayList<>();
  private final PullRequest pr;
  private final Person by;
  private final Instance instance;

  private QuickActions(PullRequest pr, Person by, Instance instance) {
    this.pr = pr;
    this.by = by;
    this.instance = instance;
  }

  /** Does what the text commands. */
  static QuickActions run(PullRequest pr, Person by, String text, Instance instance) {
    var actions = new QuickActions(pr, by, instance);
    var fenced = false;
    for (var line : text.split("\n", -1)) {
      var fence = line.strip().startsWith("```") || line.strip().equals(">>>");
      fenced = fenced != fence;
      if (fenced || !actions.command(line)) {
        actions.kept.add(line);
      }
    }
    return actions;
  }

  /** What is left to be said. */
  String text() {
    return String.join("\n", kept).strip();
  }

  boolean any() {
    return !changes.isEmpty();
  }

  Map<String, @Nullable Object> json() {
    return Json.object("commands_changes", changes, "summary", summary);
  }

  List<String> summary() {
    return summary;
  }

  Map<String, @Nullable Object> changes() {
    return changes;
  }

  private boolean command(String line) {
    var found = COMMAND.matcher(line);
    if (!found.matches()) {
      return false;
    }
    var argument = Optional.ofNullable(found.group(2)).orElse("").strip();
    return perform(found.group(1).toLowerCase(Locale.ROOT), argument);
  }

  /** Whether this is a command at all; one that is not permitted is swallowed all the same. */
  private boolean perform(String command, String argument) {
    switch (command) {
      case "approve" ->
          act(
              Acts.mayApprove(pr, by, instance),
              "approve",
              true,
              "Approved the current merge request.",
              () -> Acts.approve(pr, by));
      case "unapprove" ->
          act(
              Acts.approved(pr, by, instance),
              "unapprove",
              true,
              "Unapproved the current merge request.",
              () -> Acts.unapprove(pr, by, instance));
      case "request_changes" ->
          act(
              may(),
              "request_changes",
              true,
              "Changes requested to the current merge request.",
              () -> Acts.requestChanges(pr, by));
      case "close" ->
          act(may() && pr.open(), "state_event", "close", "Closed this merge request.", pr::close);
      case "reopen" ->
          act(
              may() && !pr.open(),
              "state_event",
              "reopen",
              "Reopened this merge request.",
              pr::reopen);
      case "draft" ->
          act(may(), "wip_event", "draft", "Marked this merge request as a draft.", pr::draft);
      case "ready" ->
          act(may(), "wip_event", "ready", "Marked this merge request as ready.", pr::ready);
      case "merge" -> merge();
      case "rebase" ->
          act(
              Acts.mayPush(pr, by),
              "rebase",
              by.id(),
              "Scheduled a rebase of branch " + pr.headRef() + ".",
              () -> Acts.rebase(pr, by, instance));
      case "title" ->
          act(
              may() && !argument.isEmpty(),
              "title",
              argument,
              "Changed the title to \"" + argument + "\".",
              () -> Acts.title(pr, argument));
      case "label" ->
          act(
              may() && !argument.isEmpty(),
              "add_label_ids",
              label(argument),
              "Added a label.",
              () -> pr.label(plain(argument)));
      case "assign_reviewer", "request_review" ->
          act(
              may() && !argument.isEmpty(),
              "reviewer_ids",
              List.of(),
              "Requested a review.",
              () -> pr.requestReview(plain(argument)));
      case "assign" ->
          act(
              may() && !argument.isEmpty(),
              "assignee_ids",
              List.of(),
              "Assigned " + argument + ".",
              () -> pr.assign(plain(argument)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean may() {
    return Acts.mayUpdate(pr, by);
  }

  private void merge() {
    var may = pr.repository().role(by).atLeast(io.ampel.simulator.Role.WRITE);
    act(
        may && Mergeability.of(pr, instance).mergeable(),
        "merge",
        pr.headSha(),
        "Merged this merge request.",
        () -> Acts.merge(pr, by, Acts.Order.USUAL, instance));
  }

  private List<Long> label(String argument) {
    return pr.repository().labels().stream()
        .filter(each -> each.name().equals(plain(argument)))
        .map(Label::id)
        .toList();
  }

  private static String plain(String argument) {
    return argument.replaceFirst("^[~@]", "").replaceAll("^\"|\"$", "");
  }

  private void act(boolean allowed, String field, Object value, String said, Runnable act) {
    if (allowed) {
      act.run();
      changes.put(field, value);
      summary.add(said);
    } else {
      summary.add("Could not apply " + field + " command.");
    }
  }
}
