package io.ampel.pullrequest;

import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one commit and how much of them could be read.
 *
 * @param sha the commit they belong to, null when the provider does not tell
 * @param missingPermission what the token lacks, in the provider's words, when not all was readable
 */
public record Checks(
    List<Check> all, Reading reading, @Nullable String sha, @Nullable String missingPermission) {

  /** ALL: everything was read. PART: a fallback that may miss some. NONE: nothing is readable. */
  public enum Reading {
    NONE,
    PART,
    ALL
  }

  public static final Checks NO_CHECKS = new Checks(List.of(), Reading.ALL, null, null);

  public Checks {
    all = List.copyOf(all);
  }

  public static Checks unreadable(String missingPermission) {
    return new Checks(List.of(), Reading.NONE, null, missingPermission);
  }

  public long count(Check.State... states) {
    var wanted = List.of(states);
    return all.stream().filter(check -> wanted.contains(check.state())).count();
  }

  /** These checks, where the same ones were read again by a token that sees only part of them. */
  Checks renewedBy(Checks part) {
    var renewed = new LinkedHashMap<String, Check>();
    all.forEach(check -> renewed.put(check.title(), check));
    part.all.forEach(check -> renewed.merge(check.title(), check, Check::renewedBy));
    return new Checks(List.copyOf(renewed.values()), reading, sha, missingPermission);
  }
}
