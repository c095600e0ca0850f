package io.ampel.dashboard;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ampel.pullrequest.Mergeability;
import io.ampel.pullrequest.Note;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.PullRequest.State;
import io.ampel.pullrequest.Reason;
import io.ampel.pullrequest.TrafficLight;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One pull request of a list, as the page and the API show it. What only the page needs is left out
 * of the JSON.
 *
 * @param instance name of the provider's installation
 * @param light null when it is not open any more
 * @param waitingSince since when it stands at its light
 */
public record PullRequestRow(
    UUID id,
    Provider provider,
    String instance,
    String repository,
    int number,
    String title,
    String url,
    State state,
    boolean draft,
    Face author,
    String sourceBranch,
    String targetBranch,
    String headSha,
    @Nullable TrafficLight light,
    List<ReasonLine> reasons,
    List<NoteLine> notBlocking,
    boolean stale,
    List<String> requestedReviewers,
    List<Tag> labels,
    int additions,
    int deletions,
    int changedFiles,
    int comments,
    int unresolvedConversations,
    Mergeability mergeability,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant syncedAt,
    Permissions permissions,
    @JsonIgnore Section section,
    @JsonIgnore String sentence,
    @JsonIgnore List<Face> reviewers,
    @JsonIgnore CheckCounts checkCounts,
    @JsonIgnore @Nullable Instant waitingSince,
    @JsonIgnore @Nullable Instant endedAt,
    @JsonIgnore Instant savedAt) {

  /** Somebody, small and round. In JSON it is the login. */
  public record Face(String login, String kind, @Nullable String avatar, String verdict) {
    @JsonValue
    public String login() {
      return login;
    }

    /** One or two letters where there is no picture. */
    public String initials() {
      var letters = login.codePoints().filter(Character::isLetterOrDigit).limit(2).toArray();
      var text = new String(letters, 0, letters.length);
      return (text.isEmpty() ? "?" : text).toUpperCase(java.util.Locale.ROOT);
    }
  }

  /** A label. In JSON it is the name. */
  public record Tag(String name, String color) {
    private static final Pattern COLOR = Pattern.compile("[0-9a-fA-F]{6}");

    /** What the provider sent may be anything. */
    public static boolean isColor(@Nullable String color) {
      return color != null && COLOR.matcher(color).matches();
    }

    @JsonValue
    public String name() {
      return name;
    }
  }

  /**
   * What stands in the way.
   *
   * @param actors logins, or the role in lower case where nobody is named
   * @param sentence state and actor in one
   */
  public record ReasonLine(
      Reason.Code code,
      TrafficLight light,
      List<String> actors,
      @Nullable Instant since,
      String text,
      @Nullable String evidenceUrl,
      Reason.Action action,
      boolean certain,
      @JsonIgnore String sentence,
      @JsonIgnore String who,
      @JsonIgnore String nextStep,
      @JsonIgnore boolean you) {}

  /** What is worth knowing and changes nothing. */
  public record NoteLine(Note.Code code, String text, @Nullable String evidenceUrl) {}

  /** What the asking person's accounts may do here. */
  public record Permissions(boolean comment, boolean approve, boolean merge) {}

  /** How many checks there are, and how they stand. */
  public record CheckCounts(int total, int passed, int failed, int running) {
    public int other() {
      return Math.max(0, total - passed - failed - running);
    }
  }

  public boolean open() {
    return state == State.OPEN;
  }

  /** It is green and the viewer may merge it. */
  public boolean mergeable() {
    return light == TrafficLight.READY && permissions.merge();
  }

  /** The first thing that waits for the viewer and can be opened. */
  public @Nullable ReasonLine yours() {
    return reasons.stream()
        .filter(reason -> reason.you() && reason.evidenceUrl() != null)
        .findFirst()
        .orElse(null);
  }

  /** XS, S, M, L or XL by the changed lines. */
  public String size() {
    var lines = additions + deletions;
    if (lines < 10) return "XS";
    if (lines < 50) return "S";
    if (lines < 250) return "M";
    return lines < 1000 ? "L" : "XL";
  }

  /** What the row shows has changed when this has. */
  public String version() {
    return savedAt.toEpochMilli() + "-" + section + (stale ? "-stale" : "");
  }
}
