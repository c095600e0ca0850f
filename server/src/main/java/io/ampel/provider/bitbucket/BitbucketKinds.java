package io.ampel.provider.bitbucket;

import io.ampel.provider.Access;
import io.ampel.provider.bitbucket.BitbucketNodes.Project;
import io.ampel.provider.bitbucket.BitbucketNodes.Repo;
import java.util.List;
import java.util.Objects;

/**
 * Our words for the kinds of tokens. Access tokens of a repository, a project and a workspace look
 * and answer alike; how far they reach tells them apart.
 */
final class BitbucketKinds {
  private BitbucketKinds() {}

  static String of(Access access, List<Repo> listed) {
    if (access.username() != null) {
      return "api-token";
    }
    // What is public is seen by everybody and tells nothing.
    var own = listed.stream().filter(repo -> !Boolean.FALSE.equals(repo.isPrivate())).toList();
    var place = access.workspace() == null ? "" : access.workspace();
    var isRepository = listed.stream().anyMatch(repo -> place.equalsIgnoreCase(repo.fullName()));
    if (place.contains("/") && !isRepository) {
      return "project-access-token";
    }
    if (isRepository && own.size() <= 1) {
      return "repository-access-token";
    }
    var projects =
        own.stream()
            .map(Repo::project)
            .filter(Objects::nonNull)
            .map(Project::key)
            .filter(Objects::nonNull)
            .distinct()
            .count();
    return projects == 1 ? "project-access-token" : "workspace-access-token";
  }
}
