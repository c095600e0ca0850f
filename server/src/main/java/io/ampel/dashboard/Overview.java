package io.ampel.dashboard;

import io.ampel.pullrequest.TrafficLight;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What stands above the list.
 *
 * @param counts open pull requests by light, whatever light is filtered for
 * @param turns those of them that wait for the viewer
 * @param mine ids of these, who waits longest first
 * @param synced how fresh the viewer's accounts are, trouble first
 * @param repositories how many the viewer sees
 * @param watched how many the viewer asked for
 * @param read how many of these have been read at least once
 */
public record Overview(
    Map<TrafficLight, Long> counts,
    Map<TrafficLight, Long> turns,
    List<UUID> mine,
    List<AccountFreshness> synced,
    int repositories,
    int accounts,
    int watched,
    int read) {

  private static final int FEW = 2;

  public Overview {
    synced = synced.stream().sorted(AccountFreshness.ORDER).toList();
  }

  public long count(TrafficLight light) {
    return counts.getOrDefault(light, 0L);
  }

  public long yourTurn() {
    return turns.values().stream().mapToLong(Long::longValue).sum();
  }

  public long open() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many a section holds: those that are your turn stand in their own. */
  public long count(Section section) {
    var light = section.light();
    if (section == Section.TURN) return yourTurn();
    return light == null ? 0 : count(light) - turns.getOrDefault(light, 0L);
  }

  /** Some of what was asked for has not been read yet. */
  public boolean firstSync() {
    return read < watched;
  }

  /** Accounts that each have a line: all where they are few, otherwise those in trouble. */
  public List<AccountFreshness> told() {
    return synced.size() <= FEW
        ? synced
        : synced.stream().filter(AccountFreshness::isTroubled).toList();
  }

  /** The others, the oldest first, to be opened. */
  public List<AccountFreshness> folded() {
    return synced.size() <= FEW
        ? List.of()
        : synced.stream().filter(account -> !account.isTroubled()).toList();
  }
}
