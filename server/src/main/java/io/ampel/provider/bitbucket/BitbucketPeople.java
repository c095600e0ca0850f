package io.ampel.provider.bitbucket;

import io.ampel.provider.bitbucket.BitbucketNodes.Links;
import io.ampel.provider.bitbucket.BitbucketNodes.Participant;
import io.ampel.provider.bitbucket.BitbucketNodes.PullRequestNode;
import io.ampel.provider.bitbucket.BitbucketNodes.User;
import io.ampel.pullrequest.Account;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The people of one pull request. Bitbucket's nicknames are not unique: where two share one, a part
 * of their keys stands beside it, so that nobody's word passes for another's.
 */
final class BitbucketPeople {
  private static final int PART = 8;
  private final Set<String> shared;

  private BitbucketPeople(Set<String> shared) {
    this.shared = shared;
  }

  static BitbucketPeople of(PullRequestNode node) {
    var keys = new HashMap<String, Set<String>>();
    all(node)
        .filter(Objects::nonNull)
        .forEach(user ->
            keys.computeIfAbsent(name(user).toLowerCase(Locale.ROOT), _ -> new HashSet<>())
                .add(BitbucketMapping.text(user.uuid())));
    keys.values().removeIf(people -> people.size() < 2);
    return new BitbucketPeople(Set.copyOf(keys.keySet()));
  }

  private static Stream<@Nullable User> all(PullRequestNode node) {
    return Stream.of(
            Stream.of(node).map(PullRequestNode::author),
            list(node.reviewers()).stream(),
            list(node.participants()).stream().map(Participant::user))
        .flatMap(users -> users);
  }

  static <T> List<T> list(@Nullable List<T> values) {
    return values == null ? List.of() : values;
  }

  /** Nobody is somebody whose account is gone. */
  Account of(@Nullable User user) {
    if (user == null) {
      return Account.GHOST;
    }
    var known = account(user);
    return shared.contains(known.login().toLowerCase(Locale.ROOT))
        ? new Account(known.login() + " " + part(user), known.kind(), known.avatar())
        : known;
  }

  private static String part(User user) {
    var key = BitbucketMapping.text(user.uuid()).replaceAll("[{}]", "");
    return key.substring(0, Math.min(PART, key.length()));
  }

  static Account account(User user) {
    return new Account(name(user), kind(user), Links.avatar(user.links()));
  }

  /** Apps and access tokens act under users of their own. */
  private static Account.Kind kind(User user) {
    return switch (BitbucketMapping.text(user.type())) {
      case "app_user" -> Account.Kind.BOT;
      case "team" -> Account.Kind.TEAM;
      default -> Account.Kind.USER;
    };
  }

  static String name(User user) {
    return Stream.of(user.nickname(), user.displayName(), user.uuid())
        .filter(text -> text != null && !text.isBlank())
        .map(Objects::requireNonNull)
        .findFirst()
        .orElse("?");
  }
}
