package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Build;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.PullRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Bitbucket's words for the model's. */
final class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

  private Words() {}

  static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : TIME.format(instant);
  }

  static String state(PullRequest pr) {
    return switch (pr.state()) {
      case OPEN -> "OPEN";
      case MERGED -> "MERGED";
      case CLOSED -> "DECLINED";
    };
  }

  static String state(CheckState state) {
    return switch (state) {
      case QUEUED, WAITING, RUNNING -> "INPROGRESS";
      case PASSED, NEUTRAL, SKIPPED -> "SUCCESSFUL";
      case FAILED, TIMED_OUT, ACTION_REQUIRED, STARTUP_FAILED -> "FAILED";
      case CANCELLED, STALE -> "STOPPED";
    };
  }

  /** A pipeline that could not run at all is a failed build whose description says so. */
  static String description(Build build) {
    return build.state() == CheckState.STARTUP_FAILED
        ? "Pipeline ended with ERROR: the configuration could not be read"
        : build.description();
  }

  /** In pull requests commits go by their first twelve digits. */
  static String abbreviated(String sha) {
    return sha.substring(0, 12);
  }

  static String html(String text) {
    var safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return safe.isEmpty() ? "" : "<p>" + safe + "</p>";
  }
}
