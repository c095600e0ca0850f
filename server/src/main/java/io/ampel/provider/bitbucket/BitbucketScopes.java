package io.ampel.provider.bitbucket;

import io.ampel.provider.Capabilities;
import io.ampel.provider.Capabilities.Capability;
import io.ampel.provider.Capabilities.State;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of a token. Those of API tokens have long names of which none includes another; those
 * of access tokens have short ones, and the higher include the lower.
 */
record BitbucketScopes(List<String> granted) {
  private static final Map<String, List<String>> INCLUDED =
      Map.of(
          "account:write", List.of("account"),
          "repository:write", List.of("repository"),
          "repository:admin", List.of("repository"),
          "pullrequest", List.of("repository"),
          "pullrequest:write", List.of("pullrequest", "repository", "repository:write"),
          "pipeline:write", List.of("pipeline"));

  BitbucketScopes {
    granted = List.copyOf(granted);
  }

  /** Something that a token needs, by its long name and by its short one. */
  enum Need {
    READ_USER("read:user:bitbucket", "account"),
    READ_WORKSPACES("read:workspace:bitbucket", "account"),
    READ_REPOSITORIES("read:repository:bitbucket", "repository"),
    READ_PULL_REQUESTS("read:pullrequest:bitbucket", "pullrequest"),
    WRITE_PULL_REQUESTS("write:pullrequest:bitbucket", "pullrequest:write"),
    WRITE_REPOSITORIES("write:repository:bitbucket", "repository:write"),
    ADMINISTER_REPOSITORIES("admin:repository:bitbucket", "repository:admin"),
    READ_WEBHOOKS("read:webhook:bitbucket", "webhook"),
    WRITE_WEBHOOKS("write:webhook:bitbucket", "webhook");

    private final String modern;
    private final String classic;

    Need(String modern, String classic) {
      this.modern = modern;
      this.classic = classic;
    }

    String name(boolean isModern) {
      return isModern ? modern : classic;
    }
  }

  /** {@code pullrequest:write, webhook} as a list; null where no scope was told. */
  static @Nullable BitbucketScopes read(@Nullable String header) {
    return header == null
        ? null
        : new BitbucketScopes(
            Arrays.stream(header.split(",")).map(String::trim).filter(s -> !s.isEmpty()).toList());
  }

  private boolean isModern() {
    return granted.stream().anyMatch(scope -> scope.endsWith(":bitbucket"));
  }

  private Set<String> withIncluded() {
    var all = new HashSet<>(granted);
    for (var scope : granted) {
      for (var lower : INCLUDED.getOrDefault(scope, List.of())) {
        all.add(lower);
      }
    }
    return all;
  }

  boolean allow(Need need) {
    return withIncluded().contains(need.name(isModern()));
  }

  /** What of this is not granted, as the token's page calls it. */
  List<String> lacking(Need... needs) {
    return Stream.of(needs)
        .filter(need -> !allow(need))
        .map(need -> need.name(isModern()))
        .distinct()
        .toList();
  }

  /** What the scopes let a token do; running a build again is nothing Bitbucket can. */
  Capabilities capabilities() {
    return new Capabilities(
        lights(),
        capability(Need.READ_PULL_REQUESTS),
        capability(Need.READ_PULL_REQUESTS),
        capability(Need.READ_PULL_REQUESTS, Need.WRITE_PULL_REQUESTS),
        capability(Need.READ_PULL_REQUESTS, Need.WRITE_PULL_REQUESTS),
        Capability.no(),
        capability(Need.READ_WEBHOOKS, Need.WRITE_WEBHOOKS));
  }

  /** The rules of branches make a light surer, and only administrators read them. */
  private Capability lights() {
    var lacking = lacking(Need.READ_PULL_REQUESTS, Need.READ_REPOSITORIES);
    return lacking.isEmpty()
        ? new Capability(State.YES, lacking(Need.ADMINISTER_REPOSITORIES))
        : new Capability(State.NO, lacking);
  }

  private Capability capability(Need... needs) {
    var lacking = lacking(needs);
    return new Capability(lacking.isEmpty() ? State.YES : State.NO, lacking);
  }

  /** Nothing is known of a token whose scopes were not told. */
  static Capabilities unknown() {
    return new Capabilities(
        Capability.unknown(),
        Capability.unknown(),
        Capability.unknown(),
        Capability.unknown(),
        Capability.unknown(),
        Capability.no(),
        Capability.unknown());
  }
}
