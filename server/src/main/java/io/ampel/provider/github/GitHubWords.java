package io.ampel.provider.github;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the values of GitHub's headers. */
final class GitHubWords {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);
  private static final DateTimeFormatter OFFSET =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT);

  /** GitHub's short names of permissions, and what the token page calls them. */
  private static final Map<String, String> PERMISSIONS =
      Map.ofEntries(
          Map.entry("actions", "Actions"),
          Map.entry("administration", "Administration"),
          Map.entry("checks", "Checks"),
          Map.entry("contents", "Contents"),
          Map.entry("issues", "Issues"),
          Map.entry("members", "Members"),
          Map.entry("metadata", "Metadata"),
          Map.entry("pull_requests", "Pull requests"),
          Map.entry("repository_hooks", "Webhooks"),
          Map.entry("statuses", "Commit statuses"),
          Map.entry("workflows", "Workflows"));

  private GitHubWords() {}

  /** {@code repo, read:org} as a list; empty for nothing. */
  static List<String> list(@Nullable String header) {
    return header == null
        ? List.of()
        : Arrays.stream(header.split(",")).map(String::trim).filter(s -> !s.isEmpty()).toList();
  }

  /** {@code contents=read,pull_requests=read; statuses=read} in words: the first alternative. */
  static List<String> permissions(String header) {
    return list(header.split(";")[0]).stream().map(GitHubWords::permission).distinct().toList();
  }

  private static String permission(String pair) {
    var parts = pair.split("=", 2);
    var name = PERMISSIONS.getOrDefault(parts[0], parts[0]);
    return parts.length < 2 ? name : name + ": " + parts[1];
  }

  /** The moment a token ends; empty when the header is missing or written in an unknown way. */
  static Optional<Instant> expiry(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return Optional.empty();
    }
    var text = header.trim();
    try {
      return Optional.of(
          text.endsWith(" UTC")
              ? LocalDateTime.parse(text, UTC).toInstant(ZoneOffset.UTC)
              : text.contains("T")
                  ? OffsetDateTime.parse(text).toInstant()
                  : OffsetDateTime.parse(text, OFFSET).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** {@code required; url=https://…} holds the page where single sign-on is given. */
  static @Nullable String singleSignOnPage(@Nullable String header) {
    if (header == null) {
      return null;
    }
    return Arrays.stream(header.split(";"))
        .map(String::trim)
        .filter(part -> part.startsWith("url="))
        .map(part -> part.substring("url=".length()))
        .filter(url -> url.startsWith("https://") || url.startsWith("http://"))
        .findFirst()
        .orElse(null);
  }

  /** {@code partial-results; organizations=1,2} names what a list silently leaves out. */
  static List<String> organizationsLeftOut(@Nullable String header) {
    if (header == null || !header.startsWith("partial-results")) {
      return List.of();
    }
    return Arrays.stream(header.split(";"))
        .map(String::trim)
        .filter(part -> part.startsWith("organizations="))
        .flatMap(part -> list(part.substring("organizations=".length())).stream())
        .toList();
  }
}
