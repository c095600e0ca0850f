package io.ampel.watchlist;

import io.ampel.provider.Access;
import io.ampel.provider.ProviderAccounts;
import io.ampel.provider.ProviderFailure;
import io.ampel.pullrequest.Repositories;
import io.ampel.pullrequest.Repositories.Found;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Applies patterns: looks through what the account sees and follows what matches. */
@Component
class Gathering {
  private static final Logger log = LoggerFactory.getLogger(Gathering.class);
  private final ProviderAccounts accounts;
  private final Catalogue catalogue;
  private final Repositories repositories;
  private final Watchlist watchlist;
  private final Patterns patterns;

  Gathering(
      ProviderAccounts accounts,
      Catalogue catalogue,
      Repositories repositories,
      Watchlist watchlist,
      Patterns patterns) {
    this.accounts = accounts;
    this.catalogue = catalogue;
    this.repositories = repositories;
    this.watchlist = watchlist;
    this.patterns = patterns;
  }

  void applyDue() {
    patterns.due().forEach(this::tryToApply);
  }

  /** Looks anew, whatever is at hand. */
  int applyNow(Patterns.Stored pattern) {
    catalogue.forget(pattern.account());
    return apply(pattern);
  }

  private void tryToApply(Patterns.Stored pattern) {
    try {
      apply(pattern);
    } catch (ProviderFailure e) {
      log.info("Pattern {} could not be applied: {}", pattern.glob(), e.getMessage());
    }
  }

  /**
   * @return how many repositories are newly watched
   */
  int apply(Patterns.Stored pattern) {
    try {
      var access = accounts.access(accounts.find(pattern.account()).orElseThrow());
      var matching = matching(access, new Glob(pattern.glob()));
      var ids = rows(access, matching);
      var added = watchlist.found(pattern.person(), pattern.account(), ids, pattern.id());
      patterns.applied(pattern.id(), null);
      return added;
    } catch (ProviderFailure e) {
      if (e.problem().code().tokenIsDead()) {
        accounts.died(pattern.account(), e.problem());
      }
      patterns.applied(pattern.id(), e.problem());
      throw e;
    }
  }

  /** Archived repositories cannot change any more, so a pattern leaves them out. */
  private List<Found> matching(Access access, Glob glob) {
    return catalogue.of(access).repositories().stream()
        .filter(found -> !found.archived() && glob.matches(found.fullName()))
        .toList();
  }

  /** Only those without a row get one; the sync keeps the others true. */
  private List<UUID> rows(Access access, List<Found> matching) {
    var known = watchlist.known(access.instance(), matching);
    return matching.stream()
        .map(found -> {
          var row = known.get(found.externalId());
          return row == null ? repositories.save(access.instance(), found).id() : row;
        })
        .toList();
  }
}
