package io.ampel.watchlist;

import io.ampel.provider.Access;
import io.ampel.provider.Connectors;
import io.ampel.pullrequest.Repositories;
import io.ampel.pullrequest.Repositories.Found;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Puts repositories on somebody's watchlist by their names. */
@Component
class Picking {
  private final Connectors connectors;
  private final Catalogue catalogue;
  private final Repositories repositories;
  private final Watchlist watchlist;

  Picking(
      Connectors connectors, Catalogue catalogue, Repositories repositories, Watchlist watchlist) {
    this.connectors = connectors;
    this.catalogue = catalogue;
    this.repositories = repositories;
    this.watchlist = watchlist;
  }

  /** A repository that is watched now. */
  record Picked(UUID id, String fullName) {}

  /**
   * @param notFound names that do not exist or are hidden from the account
   */
  record Result(List<Picked> added, List<String> notFound) {}

  Result pick(UUID person, Access access, List<String> fullNames) {
    var found = new ArrayList<Found>();
    var notFound = new ArrayList<String>();
    for (var name : new LinkedHashSet<>(fullNames)) {
      find(access, name.strip()).ifPresentOrElse(found::add, () -> notFound.add(name));
    }
    var added = found.stream().map(one -> saved(access, one)).toList();
    watchlist.pick(person, access.account(), added.stream().map(Picked::id).toList());
    return new Result(added, notFound);
  }

  private Optional<Found> find(Access access, String name) {
    var known = catalogue.known(access).flatMap(listing -> listing.named(name));
    return known.isPresent()
        ? known
        : connectors.of(access.instance().provider()).orElseThrow().repository(access, name);
  }

  private Picked saved(Access access, Found found) {
    return new Picked(repositories.save(access.instance(), found).id(), found.fullName());
  }
}
