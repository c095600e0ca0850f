package io.ampel.pullrequest;

import io.ampel.pullrequest.Check.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One pull request on its way into its row: facts, light, reasons, turns and what happened. */
record PullRequestRow(
    PullRequests.Reading reading,
    PullRequest facts,
    @Nullable TrafficLight light,
    Readiness readiness,
    @Nullable Instant waitingSince,
    List<Event> events) {

  record Event(String kind, Instant at, @Nullable String light) {}

  record Turn(String role, String name, @Nullable Instant since) {}

  /** A reviewer as the list shows it. */
  record Face(String login, String kind, @Nullable String avatar, String verdict) {}

  /** Empty when nothing differs from what is stored. */
  static Optional<PullRequestRow> of(
      PullRequests.Reading reading, PullRequests.@Nullable Stored earlier, Instant now) {
    var facts = earlier == null ? reading.facts() : reading.facts().completedBy(earlier.facts());
    var readiness =
        facts.state() == PullRequest.State.OPEN
            ? Readiness.of(facts, reading.repository(), reading.requirements(), now)
                .since(earlier == null ? List.of() : earlier.reasons(), now)
            : new Readiness(List.of(), List.of(), Optional.empty());
    var light = facts.state() == PullRequest.State.OPEN ? readiness.light() : null;
    if (earlier != null
        && earlier.facts().equals(facts)
        && earlier.fingerprint().equals(reading.fingerprint())
        && earlier.light() == light
        && earlier.reasons().equals(readiness.reasons())
        && earlier.notBlocking().equals(readiness.notBlocking())) {
      return Optional.empty();
    }
    return Optional.of(
        new PullRequestRow(
            reading,
            facts,
            light,
            readiness,
            begin(readiness, light, earlier, now),
            events(facts, light, earlier, now)));
  }

  /** Since when the worst reason holds; for green, since it turned green. */
  private static @Nullable Instant begin(
      Readiness readiness,
      @Nullable TrafficLight light,
      PullRequests.@Nullable Stored earlier,
      Instant now) {
    if (light == null) {
      return null;
    }
    if (light == TrafficLight.READY) {
      return earlier != null && earlier.light() == light ? earlier.waitingSince() : now;
    }
    return readiness.reasons().stream()
        .filter(reason -> reason.light() == light)
        .map(Reason::since)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(now);
  }

  private static List<Event> events(
      PullRequest facts,
      @Nullable TrafficLight light,
      PullRequests.@Nullable Stored earlier,
      Instant now) {
    var events = new ArrayList<Event>();
    var before = earlier == null ? PullRequest.State.OPEN : earlier.facts().state();
    if (earlier == null) {
      events.add(new Event("OPENED", facts.createdAt(), null));
    } else if (!earlier.facts().headSha().equals(facts.headSha())) {
      events.add(new Event("PUSHED", facts.updatedAt(), null));
    }
    if (before != facts.state()) {
      events.add(ended(facts));
    }
    if (light != null && (earlier == null || earlier.light() != light)) {
      events.add(new Event("LIGHT", now, light.name()));
    }
    return events;
  }

  private static Event ended(PullRequest facts) {
    return switch (facts.state()) {
      case OPEN -> new Event("REOPENED", facts.updatedAt(), null);
      case MERGED -> new Event("MERGED", orUpdated(facts.mergedAt(), facts), null);
      case CLOSED -> new Event("CLOSED", orUpdated(facts.closedAt(), facts), null);
    };
  }

  private static Instant orUpdated(@Nullable Instant at, PullRequest facts) {
    return at == null ? facts.updatedAt() : at;
  }

  /** The row as the write statement takes it, in the order of its columns. */
  Map<String, @Nullable Object> columns() {
    var row = new java.util.LinkedHashMap<String, @Nullable Object>();
    row.put("repository_id", reading.repository().id());
    row.put("external_id", facts.externalId());
    row.put("number", facts.number());
    row.put("title", facts.title());
    row.put("url", facts.url());
    row.put("state", facts.state());
    row.put("draft", facts.draft());
    row.put("author", facts.author().login());
    row.put("author_kind", facts.author().kind());
    row.put("author_avatar", facts.author().avatar());
    row.put("source_branch", facts.sourceBranch());
    row.put("target_branch", facts.targetBranch());
    row.put("head_sha", facts.headSha());
    row.put("light", light);
    row.put("reasons", readiness.reasons());
    row.put("not_blocking", readiness.notBlocking());
    row.put("waiting_since", waitingSince);
    row.put("reevaluate_at", readiness.changesAt().orElse(null));
    row.put("labels", facts.labels());
    row.put("label_names", facts.labels().stream().map(Label::name).toList());
    row.put("reviewers", faces());
    row.put("reviewer_names", faces().stream().map(Face::login).distinct().toList());
    row.put("review_decision", facts.reviewDecision());
    row.put("checks_total", facts.checks().all().size());
    row.put("checks_passed", facts.checks().count(State.PASSED, State.SKIPPED));
    row.put("checks_failed", facts.checks().count(State.FAILED, State.CANCELLED));
    row.put("checks_running", facts.checks().count(State.QUEUED, State.RUNNING, State.MANUAL));
    row.put("mergeability", facts.mergeability());
    row.put("additions", facts.additions());
    row.put("deletions", facts.deletions());
    row.put("changed_files", facts.changedFiles());
    row.put("comments", facts.comments());
    row.put("unresolved_conversations", facts.unresolvedConversations());
    row.put("fingerprint", reading.fingerprint());
    row.put("created_at", facts.createdAt());
    row.put("updated_at", facts.updatedAt());
    row.put("merged_at", facts.mergedAt());
    row.put("closed_at", facts.closedAt());
    row.put("facts", facts);
    row.put("turns", turns());
    row.put("events", events);
    return row;
  }

  private List<Turn> turns() {
    if (light == TrafficLight.READY) {
      return List.of(new Turn("MERGER", facts.author().login(), waitingSince));
    }
    var turns = new java.util.LinkedHashMap<String, Turn>();
    for (var reason : readiness.reasons()) {
      for (var actor : reason.actors()) {
        if (actor.name() != null) {
          turns.putIfAbsent(
              actor.role() + " " + actor.name(),
              new Turn(actor.role().name(), actor.name(), reason.since()));
        }
      }
    }
    return List.copyOf(turns.values());
  }

  private List<Face> faces() {
    var faces = new ArrayList<Face>();
    facts.reviews().stream()
        .map(review -> face(review.reviewer(), review.verdict().name()))
        .forEach(faces::add);
    facts.requested().stream()
        .map(request -> face(request.reviewer(), "REQUESTED"))
        .forEach(faces::add);
    return faces;
  }

  private static Face face(Account reviewer, String verdict) {
    return new Face(reviewer.login(), reviewer.kind().name(), reviewer.avatar(), verdict);
  }

  /** A stored pull request whose repository is still to be looked up. */
  record Loaded(
      UUID id,
      UUID repository,
      PullRequest facts,
      String fingerprint,
      @Nullable TrafficLight light,
      List<Reason> reasons,
      List<Note> notBlocking,
      @Nullable Instant waitingSince,
      Instant begun) {

    PullRequests.Stored with(Map<UUID, Repository> repositories) {
      var found = Objects.requireNonNull(repositories.get(repository));
      return new PullRequests.Stored(
          id, found, facts, fingerprint, light, reasons, notBlocking, waitingSince, begun);
    }
  }

  static UUID id(ResultSet row, int number) throws SQLException {
    return row.getObject("id", UUID.class);
  }

  static PullRequests.Known known(ResultSet row, int number) throws SQLException {
    return new PullRequests.Known(
        id(row, number),
        row.getObject("repository_id", UUID.class),
        row.getString("external_id"),
        row.getInt("number"),
        row.getString("fingerprint"),
        row.getBoolean("unsettled"),
        PullRequests.Unseen.valueOf(row.getString("unseen")));
  }

  static Loaded loaded(ResultSet row, int number) throws SQLException {
    var light = row.getString("light");
    var since = row.getTimestamp("waiting_since");
    return new Loaded(
        id(row, number),
        row.getObject("repository_id", UUID.class),
        Json.read(row.getString("facts"), PullRequest.class),
        row.getString("fingerprint"),
        light == null ? null : TrafficLight.valueOf(light),
        Json.readList(row.getString("reasons"), Reason.class),
        Json.readList(row.getString("not_blocking"), Note.class),
        since == null ? null : since.toInstant(),
        row.getTimestamp("begun_at").toInstant());
  }
}
