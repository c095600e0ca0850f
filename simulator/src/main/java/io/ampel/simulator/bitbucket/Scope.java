package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an endpoint demands of a token. API tokens have modern names that never imply each other,
 * access tokens have classic ones of which some include others.
 */
enum Scope {
  NONE(List.of(), List.of()),
  USER(List.of("read:user:bitbucket"), List.of("account")),
  WORKSPACE(List.of("read:workspace:bitbucket"), List.of()),
  OWN_WORKSPACES(List.of("read:workspace:bitbucket"), List.of("account")),
  REPOSITORY(List.of("read:repository:bitbucket"), List.of("repository")),
  REPOSITORY_WRITE(List.of("write:repository:bitbucket"), List.of("repository:write")),
  REPOSITORY_ADMIN(List.of("admin:repository:bitbucket"), List.of("repository:admin")),
  PULL_REQUEST(List.of("read:pullrequest:bitbucket"), List.of("pullrequest")),
  PULL_REQUEST_WRITE(
      List.of("read:pullrequest:bitbucket", "write:pullrequest:bitbucket"),
      List.of("pullrequest:write")),
  PULL_REQUEST_WITHDRAW(List.of("write:pullrequest:bitbucket"), List.of("pullrequest:write")),
  PIPELINE(List.of("read:pipeline:bitbucket"), List.of("pipeline")),
  PIPELINE_WRITE(
      List.of("read:pipeline:bitbucket", "write:pipeline:bitbucket"), List.of("pipeline:write")),
  WEBHOOK(List.of("read:webhook:bitbucket"), List.of("webhook")),
  WEBHOOK_WRITE(List.of("read:webhook:bitbucket", "write:webhook:bitbucket"), List.of("webhook")),
  WEBHOOK_DELETE(List.of("delete:webhook:bitbucket"), List.of("webhook"));

  private static final Map<String, List<String>> INCLUDED =
      Map.of(
          "account:write", List.of("account"),
          "repository:write", List.of("repository"),
          "pullrequest", List.of("repository"),
          "pullrequest:write", List.of("pullrequest", "repository", "repository:write"),
          "pipeline:write", List.of("pipeline"));

  private final List<String> modern;
  private final List<String> classic;

  Scope(List<String> modern, List<String> classic) {
    this.modern = modern;
    this.classic = classic;
  }

  List<String> names(Token token) {
    return token.kind() == Token.Kind.ACCESS ? classic : modern;
  }

  List<String> names() {
    return modern;
  }

  boolean grantedTo(Token token) {
    var given = token.kind() == Token.Kind.ACCESS ? withIncluded(token.scopes()) : token.scopes();
    return given.containsAll(names(token));
  }

  static Set<String> withIncluded(Set<String> scopes) {
    var all = new HashSet<>(scopes);
    scopes.forEach(each -> all.addAll(INCLUDED.getOrDefault(each, List.of())));
    return all;
  }
}
