package io.ampel.simulator.gitlab;

import io.ampel.simulator.Organization;
import io.ampel.simulator.Owner;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** GitLab's ways to write times, ids, names and places. */
final class Words {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** Whoever wrote something and is gone. */
  static final Person GHOST = new Person(1, "ghost", "Ghost User", false);

  private Words() {}

  /** As REST writes it. */
  static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : MILLIS.format(instant);
  }

  /** As GraphQL writes it. */
  static @Nullable String plain(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  static LocalDate date(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  static Person orGhost(@Nullable Person person) {
    return Objects.requireNonNullElse(person, GHOST);
  }

  static String gid(String type, Object id) {
    return "gid://gitlab/" + type + "/" + id;
  }

  /** Where a picture is, from the host's root on. */
  static String avatarPath(Person person) {
    return "/gitlab/uploads/-/system/user/avatar/" + person.id() + "/" + person.login() + ".svg";
  }

  static String path(Repository project) {
    return "/gitlab/" + project.fullName();
  }

  static String path(PullRequest pr) {
    return path(pr.repository()) + "/-/merge_requests/" + pr.number();
  }

  static String path(Repository project, String what, long id) {
    return path(project) + "/-/" + what + "/" + id;
  }

  static String visibility(Repository project) {
    return project.visibility().name().toLowerCase(Locale.ROOT);
  }

  /** The last part of a group's path. */
  static String slug(Owner owner) {
    return owner.login().substring(owner.login().lastIndexOf('/') + 1);
  }

  /** The names of a group and all above it. */
  static String fullName(Owner owner) {
    if (owner instanceof Organization group && group.above().isPresent()) {
      return fullName(group.above().get()) + " / " + shown(group);
    }
    return owner instanceof Organization group ? shown(group) : owner.name();
  }

  /** A group's own name: the last part of its path unless somebody gave it one. */
  static String shown(Owner owner) {
    return owner.name().equals(owner.login()) ? slug(owner) : owner.name();
  }

  /** Forty hexadecimal digits that name a conversation. */
  static String discussionId(long id) {
    var hex = Long.toHexString(id);
    return "d".repeat(40 - hex.length()) + hex;
  }
}
