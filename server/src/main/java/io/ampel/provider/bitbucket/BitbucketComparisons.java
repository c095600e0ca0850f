package io.ampel.provider.bitbucket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Links;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.bitbucket.BitbucketGrants.Ability;
import io.ampel.provider.bitbucket.BitbucketNodes.FileStat;
import io.ampel.provider.bitbucket.BitbucketNodes.PullRequestNode;
import io.ampel.pullrequest.Mergeability;
import io.ampel.pullrequest.Repository;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What two commits tell together: whether they collide, how much they differ, how far one lags. It
 * is the same as long as both stay, so it is remembered by the pair.
 */
final class BitbucketComparisons {
  private static final String DIFFSTAT = "/diffstat/";

  private final BitbucketLine line;
  private final BitbucketGrants grants;
  private final Cache<Pair, Mergeability> collisions = remembered(Duration.ofHours(6));
  private final Cache<Pair, Size> sizes = remembered(Duration.ofDays(7));
  private final Cache<Pair, Integer> distances = remembered(Duration.ofHours(6));

  private record Pair(String repository, String source, String target) {}

  /** How much a pull request changes. */
  record Size(int additions, int deletions, int files) {
    static final Size UNKNOWN = new Size(0, 0, 0);
  }

  BitbucketComparisons(BitbucketLine line, BitbucketGrants grants) {
    this.line = line;
    this.grants = grants;
  }

  private static <T> Cache<Pair, T> remembered(Duration time) {
    return Caffeine.newBuilder().expireAfterWrite(time).maximumSize(50_000).build();
  }

  private static Optional<Pair> pair(Repository repository, PullRequestNode node) {
    var source = BitbucketMapping.hash(node.source());
    var target = BitbucketMapping.hash(node.destination());
    return source.isEmpty() || target.isEmpty()
        ? Optional.empty()
        : Optional.of(new Pair(repository.externalId(), source, target));
  }

  /** For somebody who waits it is asked anew: a merge may hang on it. */
  Mergeability collision(Access access, Repository repository, PullRequestNode node) {
    var pair = pair(repository, node);
    if (pair.isEmpty()) {
      return Mergeability.UNKNOWN;
    }
    var known = access.errand() == null ? null : collisions.getIfPresent(pair.get());
    if (known != null) {
      return known;
    }
    var told =
        told(access, repository, Ability.CONFLICTS, () -> conflicts(access, node))
            .or(() -> told(access, repository, Ability.COMPARE, () -> merged(access, node)));
    told.ifPresent(answer -> collisions.put(pair.get(), answer));
    return told.orElse(Mergeability.UNKNOWN);
  }

  /** Empty where it was refused, or took Bitbucket too long. */
  private Optional<Mergeability> told(
      Access access,
      Repository repository,
      Ability ability,
      Supplier<Optional<Mergeability>> question) {
    if (grants.isRefused(access, repository.externalId(), ability)) {
      return Optional.empty();
    }
    try {
      return line.ask(question);
    } catch (ProviderFailure failure) {
      if (isOfEveryCall(failure.problem())) {
        throw failure;
      }
      var code = failure.problem().code();
      if (code == Code.INVALID_TOKEN && ability == Ability.COMPARE) {
        line.refuseDead(access, repository);
      }
      if (code == Code.INSUFFICIENT_PERMISSIONS || code == Code.INVALID_TOKEN) {
        grants.tried(access, repository.externalId(), ability, false);
      }
      return Optional.empty();
    }
  }

  /** Some tokens that are good elsewhere are refused here with 401. */
  private static boolean isOfEveryCall(AccountProblem problem) {
    return problem.stopsEveryCall() && problem.code() != Code.INVALID_TOKEN;
  }

  private Optional<Mergeability> conflicts(Access access, PullRequestNode node) {
    var url = comparison(access, node, "/file-conflicts/", "&pagelen=1&fields=");
    if (url.isEmpty()) {
      return Optional.empty();
    }
    var paths = BitbucketLine.body(line.to(access).conflicts(url.get())).all();
    return Optional.of(paths.isEmpty() ? Mergeability.MERGEABLE : Mergeability.CONFLICTING);
  }

  /** The outcome of a trial merge tells it too, and is open to tokens that the above is not. */
  private Optional<Mergeability> merged(Access access, PullRequestNode node) {
    var url = comparison(access, node, DIFFSTAT, "&pagelen=5000&fields=");
    if (url.isEmpty()) {
      return Optional.empty();
    }
    var files = BitbucketLine.body(line.to(access).files(url.get())).all();
    return Optional.of(
        files.stream().anyMatch(BitbucketComparisons::collides)
            ? Mergeability.CONFLICTING
            : Mergeability.MERGEABLE);
  }

  private static boolean collides(FileStat file) {
    var word = BitbucketMapping.text(file.status()).toLowerCase(Locale.ROOT);
    return word.contains("conflict") || word.startsWith("local ") || word.startsWith("remote ");
  }

  /**
   * @param mayAsk whether it is worth a call when it is not remembered
   */
  Size size(Access access, Repository repository, PullRequestNode node, boolean mayAsk) {
    var pair = pair(repository, node);
    var known = pair.map(sizes::getIfPresent).orElse(null);
    if (known != null || pair.isEmpty() || !mayAsk) {
      return known == null ? Size.UNKNOWN : known;
    }
    try {
      var url = comparison(access, node, DIFFSTAT, "&topic=true&pagelen=5000&fields=");
      if (url.isEmpty()) {
        return Size.UNKNOWN;
      }
      var size = sum(BitbucketLine.body(line.ask(() -> line.to(access).files(url.get()))).all());
      sizes.put(pair.get(), size);
      return size;
    } catch (ProviderFailure failure) {
      if (isOfEveryCall(failure.problem())) {
        throw failure;
      }
      return Size.UNKNOWN;
    }
  }

  private static Size sum(List<FileStat> files) {
    return new Size(
        files.stream().mapToInt(file -> BitbucketMapping.number(file.linesAdded())).sum(),
        files.stream().mapToInt(file -> BitbucketMapping.number(file.linesRemoved())).sum(),
        files.size());
  }

  /** Commits of the target that the source lacks, a hundred at most; empty when not to be found. */
  OptionalInt behind(Access access, Repository repository, PullRequestNode node) {
    var pair = pair(repository, node);
    if (pair.isEmpty()) {
      return OptionalInt.empty();
    }
    var known = distances.getIfPresent(pair.get());
    if (known != null) {
      return OptionalInt.of(known);
    }
    try {
      var missing = missing(access, repository, pair.get());
      distances.put(pair.get(), missing);
      return OptionalInt.of(missing);
    } catch (ProviderFailure failure) {
      if (isOfEveryCall(failure.problem())) {
        throw failure;
      }
      return OptionalInt.empty();
    }
  }

  private int missing(Access access, Repository repository, Pair pair) {
    var place = BitbucketPlace.of(repository);
    var api = line.to(access);
    return BitbucketLine.body(
            line.ask(() ->
                api.commits(
                    place.owner(),
                    place.repository(),
                    pair.target(),
                    pair.source(),
                    BitbucketFields.HASHES)))
        .all()
        .size();
  }

  /**
   * Where Bitbucket compares the two commits of a pull request, without the detour over the pull
   * request, which would cost a call more. Its own link names them as they must be named, also
   * those of a fork.
   */
  private static Optional<URI> comparison(
      Access access, PullRequestNode node, String kind, String question) {
    var link = node.links() == null ? null : node.links().diffstat();
    var href = link == null ? null : link.href();
    var start = href == null ? -1 : href.indexOf(DIFFSTAT);
    if (href == null || start < 0) {
      return Optional.empty();
    }
    var end = href.indexOf('?', start);
    var compared = href.substring(start + DIFFSTAT.length(), end < 0 ? href.length() : end);
    return Optional.of(
        Links.page(
            href.substring(0, start)
                + kind
                + compared
                + "?from_pullrequest_id="
                + BitbucketMapping.number(node.id())
                + question
                + (kind.equals(DIFFSTAT) ? BitbucketFields.FILES : BitbucketFields.PATHS),
            BitbucketLine.api(access)));
  }
}
