package io.ampel.dashboard;

import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.web.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard as its templates take it.
 *
 * @param flat one list in one order, without headings
 * @param mistake what is wrong with the query, null when it was understood
 * @param offered providers that the first account can be of
 */
public record DashboardPage(
    Frame frame,
    Filters filters,
    Overview overview,
    List<Part> parts,
    boolean flat,
    @Nullable Mistake mistake,
    List<Provider> offered) {

  /**
   * A section, or the whole list.
   *
   * @param more address of what follows, null at the end
   */
  public record Part(
      @Nullable Section section, long count, List<PullRequestRow> rows, @Nullable String more) {}

  /** A query cut in three: before the mistake, the mistake, behind it. */
  public record Mistake(String before, String wrong, String after, String message) {}

  /** The lamps, in the order of the sections. */
  public List<TrafficLight> lamps() {
    return List.of(
        TrafficLight.READY, TrafficLight.WAITING, TrafficLight.BLOCKED, TrafficLight.UNKNOWN);
  }

  /** How many there are to show, the recently merged not counted. */
  public boolean isEmpty() {
    return parts.stream().allMatch(part -> part.rows().isEmpty());
  }

  /** The title of the browser's tab. */
  public String tab() {
    var turns = overview.yourTurn();
    return turns == 0 ? "Ampel" : "(" + turns + ") Ampel";
  }

  /** Which guide stands in place of the list. */
  public Guide guide() {
    if (mistake != null) return Guide.MISTAKE;
    if (overview.accounts() == 0 && overview.watched() == 0) return Guide.ADD_ACCOUNT;
    if (overview.watched() == 0) return Guide.PICK_REPOSITORIES;
    if (!isEmpty()) return Guide.NONE;
    if (!filters.isEmpty()) return Guide.NOTHING_MATCHES;
    return overview.firstSync() ? Guide.FIRST_SYNC : Guide.ALL_QUIET;
  }

  /** What to do, or to know, when there is no list. */
  public enum Guide {
    NONE,
    MISTAKE,
    ADD_ACCOUNT,
    PICK_REPOSITORIES,
    FIRST_SYNC,
    NOTHING_MATCHES,
    ALL_QUIET
  }
}
