package io.ampel.simulator.gitlab;

import io.ampel.simulator.Person;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Request;
import io.ampel.simulator.Token;
import io.ampel.simulator.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who asks, with which token, in which world. Without a token it is anybody. */
record Caller(World world, Instance instance, @Nullable Token token, Request request) {

  @Nullable Person person() {
    return token == null ? null : token.person();
  }

  boolean granular() {
    return token != null && token.kind() == Token.Kind.FINE_GRAINED;
  }

  /** Whether the token has one of these; a fine-grained one is asked for permissions instead. */
  boolean anyScope(String... scopes) {
    return token == null
        || granular()
        || List.of(scopes).stream().anyMatch(token.scopes()::contains);
  }

  Access access(Repository repository) {
    return new Access(this, repository);
  }

  String host() {
    return request.base().toString();
  }

  /** Below this everything of GitLab's is found: it lives under a path of its own here. */
  String web() {
    return host() + "/gitlab";
  }

  String api() {
    return web() + "/api/v4";
  }
}
