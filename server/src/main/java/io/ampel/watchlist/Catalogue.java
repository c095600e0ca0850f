package io.ampel.watchlist;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ampel.provider.Access;
import io.ampel.provider.Access.Grant;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.Connectors;
import io.ampel.provider.RepositoryPage;
import io.ampel.pullrequest.Repositories.Found;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What each account's token sees, all pages of it, kept for some minutes so that search is quick.
 */
@Component
class Catalogue {
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final int MOST_PAGES = 1000;

  private final Cache<Grant, Listing> listings =
      Caffeine.newBuilder()
          .expireAfterWrite(FRESH)
          .maximumWeight(500_000)
          .weigher(Catalogue::weigh)
          .build();
  private final Connectors connectors;
  private final Clock clock;

  Catalogue(Connectors connectors, Clock clock) {
    this.connectors = connectors;
    this.clock = clock;
  }

  /**
   * @param cut why the list is not whole
   */
  record Listing(List<Found> repositories, List<AccountProblem> cut, Instant readAt) {
    Listing {
      repositories = List.copyOf(repositories);
      cut = List.copyOf(cut);
    }

    /** Those whose full name holds every word. */
    List<Found> matching(String query) {
      var words = query.toLowerCase(Locale.ROOT).strip().split("\\s+");
      return repositories.stream().filter(found -> holds(found, words)).toList();
    }

    Optional<Found> named(String fullName) {
      return repositories.stream()
          .filter(found -> found.fullName().equalsIgnoreCase(fullName))
          .findFirst();
    }

    private static boolean holds(Found found, String[] words) {
      var name = found.fullName().toLowerCase(Locale.ROOT);
      return List.of(words).stream().allMatch(name::contains);
    }
  }

  Listing of(Access access) {
    var known = listings.getIfPresent(access.grant());
    if (known != null) {
      return known;
    }
    var listing = read(access);
    listings.put(access.grant(), listing);
    return listing;
  }

  /** What is at hand, without asking. */
  Optional<Listing> known(Access access) {
    return Optional.ofNullable(listings.getIfPresent(access.grant()));
  }

  void forget(UUID account) {
    listings.asMap().keySet().removeIf(grant -> grant.account().equals(account));
  }

  private Listing read(Access access) {
    var connector = connectors.of(access.instance().provider()).orElseThrow();
    var found = new LinkedHashMap<String, Found>();
    var cut = new LinkedHashSet<AccountProblem>();
    @Nullable String cursor = null;
    for (int page = 0; page < MOST_PAGES; page++) {
      RepositoryPage answer = connector.repositories(access, cursor);
      answer.repositories().forEach(one -> found.put(one.externalId(), one));
      cut.addAll(answer.cut());
      cursor = answer.next();
      if (cursor == null) {
        break;
      }
    }
    var sorted = new ArrayList<>(found.values());
    sorted.sort(Comparator.comparing(Found::fullName, String.CASE_INSENSITIVE_ORDER));
    return new Listing(sorted, List.copyOf(cut), clock.instant());
  }

  private static int weigh(Grant grant, Listing listing) {
    return 1 + listing.repositories().size();
  }
}
