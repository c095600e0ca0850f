package io.ampel.provider.github;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.ProviderFailure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What organizations put up against a token: single sign-on, allowed addresses, lifetimes, kinds.
 * Lists leave such organizations out without a word; asked by name they say why.
 */
final class GitHubWalls {
  private final GitHubLine line;

  GitHubWalls(GitHubLine line) {
    this.line = line;
  }

  List<AccountProblem> of(Access access) {
    var api = line.to(access);
    return organizations(api)
        .flatMap(organization -> wall(api, organization).stream())
        .distinct()
        .toList();
  }

  /** Empty where the token may not list them: then nothing is known, and nothing is said. */
  private Stream<String> organizations(GitHubApi api) {
    try {
      return GitHubLine.body(line.ask(api::organizations)).stream()
          .flatMap(organization -> Optional.ofNullable(organization.login()).stream());
    } catch (ProviderFailure failure) {
      return Stream.empty();
    }
  }

  private Optional<AccountProblem> wall(GitHubApi api, String organization) {
    try {
      line.ask(() -> api.anyRepository(organization));
      return Optional.empty();
    } catch (ProviderFailure failure) {
      return Optional.of(failure.problem()).filter(problem -> isWall(problem.code()));
    }
  }

  static boolean isWall(Code code) {
    return code == Code.SSO_REQUIRED
        || code == Code.IP_ALLOW_LIST
        || code == Code.TOKEN_FORBIDDEN_BY_ORGANIZATION;
  }
}
