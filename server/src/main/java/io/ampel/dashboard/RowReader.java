package io.ampel.dashboard;

import static java.util.stream.Collectors.joining;

import io.ampel.dashboard.PullRequestRow.CheckCounts;
import io.ampel.dashboard.PullRequestRow.Face;
import io.ampel.dashboard.PullRequestRow.NoteLine;
import io.ampel.dashboard.PullRequestRow.Permissions;
import io.ampel.dashboard.PullRequestRow.ReasonLine;
import io.ampel.dashboard.PullRequestRow.Tag;
import io.ampel.pullrequest.Actor;
import io.ampel.pullrequest.Json;
import io.ampel.pullrequest.Mergeability;
import io.ampel.pullrequest.Note;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.PullRequest.State;
import io.ampel.pullrequest.Reason;
import io.ampel.pullrequest.ReasonText;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.web.Texts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts a row of {@link DashboardQueries#COLUMNS} into words for the one who looks. */
record RowReader(ReasonText words, Texts texts) {
  private static final Pattern SMALL_NUMBER = Pattern.compile("\\d{1,4}");

  PullRequestRow row(ResultSet row) throws SQLException {
    var light = light(row.getString("light"));
    var state = State.valueOf(row.getString("state"));
    var author =
        new Face(
            row.getString("author"),
            row.getString("author_kind"),
            row.getString("author_avatar"),
            "");
    var me = names(row.getArray("me"));
    var found = Json.readList(row.getString("reasons"), Reason.class);
    var reasons = reasons(found, me);
    var reviewers = Json.readList(row.getString("reviewers"), Face.class);
    var permissions =
        new Permissions(
            state == State.OPEN && row.getBoolean("may_comment"),
            state == State.OPEN && row.getBoolean("may_approve"),
            state == State.OPEN && row.getBoolean("may_merge"));
    return new PullRequestRow(
        row.getObject("id", UUID.class),
        Provider.valueOf(row.getString("provider")),
        row.getString("instance"),
        row.getString("full_name"),
        row.getInt("number"),
        row.getString("title"),
        row.getString("url"),
        state,
        row.getBoolean("draft"),
        author,
        row.getString("source_branch"),
        row.getString("target_branch"),
        row.getString("head_sha"),
        light,
        reasons,
        notes(Json.readList(row.getString("not_blocking"), Note.class)),
        row.getBoolean("stale"),
        reviewers.stream()
            .filter(face -> face.verdict().equals("REQUESTED"))
            .map(Face::login)
            .toList(),
        Json.readList(row.getString("labels"), Tag.class),
        row.getInt("additions"),
        row.getInt("deletions"),
        row.getInt("changed_files"),
        row.getInt("comments"),
        row.getInt("unresolved_conversations"),
        Mergeability.valueOf(row.getString("mergeability")),
        at(row, "created_at"),
        at(row, "updated_at"),
        maybe(row, "synced_at"),
        permissions,
        section(light, author, reasons, me),
        sentence(state, light, reasons, permissions),
        reviewers,
        new CheckCounts(
            row.getInt("checks_total"),
            row.getInt("checks_passed"),
            row.getInt("checks_failed"),
            row.getInt("checks_running")),
        maybe(row, "waiting_since"),
        row.getObject("merged_at") == null ? maybe(row, "closed_at") : maybe(row, "merged_at"),
        at(row, "saved_at"));
  }

  /** It is your turn where a reason names you, and where you may merge your own. */
  private static Section section(
      @Nullable TrafficLight light, Face author, List<ReasonLine> reasons, Set<String> me) {
    if (light == null) {
      return Section.ENDED;
    }
    var yours =
        light == TrafficLight.READY
            ? me.contains(author.login())
            : reasons.stream().anyMatch(ReasonLine::you);
    return yours ? Section.TURN : Section.of(light);
  }

  private String sentence(
      State state,
      @Nullable TrafficLight light,
      List<ReasonLine> reasons,
      Permissions permissions) {
    if (light == null) {
      return texts.of("dashboard.state." + state);
    }
    return reasons.isEmpty()
        ? texts.of(permissions.merge() ? "dashboard.next.READY.you" : "dashboard.next.READY")
        : reasons.getFirst().sentence();
  }

  /** The worst first; of equal ones those that wait for you. */
  private List<ReasonLine> reasons(List<Reason> found, Set<String> me) {
    return found.stream()
        .map(reason -> line(reason, me))
        .sorted(
            Comparator.comparing(ReasonLine::light, Comparator.reverseOrder())
                .thenComparing(line -> !line.you()))
        .toList();
  }

  private ReasonLine line(Reason reason, Set<String> me) {
    var locale = texts.locale();
    var who = who(reason.actors(), me);
    return new ReasonLine(
        reason.code(),
        reason.light(),
        reason.actors().stream().map(RowReader::name).toList(),
        reason.since(),
        words.of(reason, locale),
        reason.evidence(),
        reason.code().action(),
        reason.certain(),
        sentence(reason, who),
        who,
        words.action(reason.code().action(), locale),
        reason.actors().stream().anyMatch(actor -> isMe(actor, me)));
  }

  private String sentence(Reason reason, String who) {
    var arguments = new Object[reason.details().size() + 1];
    arguments[0] = who;
    for (var i = 0; i < reason.details().size(); i++) {
      arguments[i + 1] = argument(reason.details().get(i));
    }
    var said =
        texts.orElse(
            "dashboard.next." + reason.code(), words.of(reason, texts.locale()), arguments);
    return said.substring(0, said.offsetByCodePoints(0, 1)).toUpperCase(texts.locale())
        + said.substring(said.offsetByCodePoints(0, 1));
  }

  private static Object argument(String detail) {
    return SMALL_NUMBER.matcher(detail).matches() ? (Object) Integer.valueOf(detail) : detail;
  }

  /** You first, then the others by name, at most three. */
  private String who(List<Actor> actors, Set<String> me) {
    if (actors.isEmpty()) {
      return texts.of("dashboard.who.somebody");
    }
    var named =
        actors.stream()
            .sorted(Comparator.comparing(actor -> !isMe(actor, me)))
            .map(actor -> isMe(actor, me) ? texts.of("dashboard.who.you") : who(actor))
            .distinct()
            .toList();
    var shown = named.stream().limit(3).collect(joining(texts.of("dashboard.who.or")));
    return named.size() > 3 ? texts.of("dashboard.who.more", shown, named.size() - 3) : shown;
  }

  private String who(Actor actor) {
    return actor.name() == null ? words.actor(actor, texts.locale()) : "@" + actor.name();
  }

  static boolean isMe(Actor actor, Set<String> me) {
    var name = actor.name();
    return name != null && actor.role() != Actor.Role.TEAM && me.contains(name);
  }

  private static String name(Actor actor) {
    var name = actor.name();
    return name == null ? actor.role().name().toLowerCase(Locale.ROOT) : name;
  }

  private List<NoteLine> notes(List<Note> notes) {
    return notes.stream()
        .map(note -> new NoteLine(note.code(), words.of(note, texts.locale()), note.evidence()))
        .toList();
  }

  static Set<String> names(java.sql.@Nullable Array array) throws SQLException {
    var names = new TreeSet<String>();
    if (array != null) {
      for (var name : (String[]) array.getArray()) {
        if (name != null) names.add(name);
      }
    }
    return names;
  }

  private static @Nullable TrafficLight light(@Nullable String name) {
    return name == null ? null : TrafficLight.valueOf(name);
  }

  static Instant at(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant maybe(ResultSet row, String column) throws SQLException {
    var at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
