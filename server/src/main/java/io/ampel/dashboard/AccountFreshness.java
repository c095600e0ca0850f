package io.ampel.dashboard;

import io.ampel.pullrequest.Provider;
import io.ampel.web.Ago;
import io.ampel.web.Frame;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How fresh is what one of the viewer's accounts reaches.
 *
 * @param who whom the token belongs to there
 * @param syncedAt nothing that is not stale was read before; where all is stale, the last reading
 * @param stale how many of its repositories are
 * @param until until when the account rests
 */
public record AccountFreshness(
    UUID id,
    Provider provider,
    String instance,
    String who,
    State state,
    int stale,
    @Nullable Instant syncedAt,
    @Nullable Instant until) {

  /** The worst that is to be said of it. */
  public enum State {
    DEAD,
    RESTS,
    STALE,
    NEVER,
    FRESH
  }

  private static final Set<String> KNOWN = Set.of("github.com", "gitlab.com", "bitbucket.org");
  private static final Set<State> TROUBLE = Set.of(State.DEAD, State.RESTS, State.STALE);

  /** Trouble comes first, and of equals the oldest. */
  static final Comparator<AccountFreshness> ORDER =
      Comparator.comparing((AccountFreshness account) -> !account.isTroubled())
          .thenComparing(
              AccountFreshness::syncedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(AccountFreshness::who)
          .thenComparing(AccountFreshness::id);

  public boolean isTroubled() {
    return TROUBLE.contains(state);
  }

  /** "GitHub as mira"; an installation of one's own goes by its own name. */
  public String name(Frame frame) {
    var place = KNOWN.contains(instance) ? frame.text("dashboard.provider." + provider) : instance;
    return frame.text("dashboard.account", place, who);
  }

  /** What is wrong, empty where nothing is. */
  public String trouble(Frame frame) {
    return isTroubled()
        ? frame.text(
            "dashboard.account." + state, stale, until == null ? "" : Ago.words(frame, until))
        : "";
  }

  public String address() {
    return state == State.STALE
        ? "/repositories?show=trouble"
        : "/settings/provider-accounts/" + id;
  }
}
