package io.ampel.provider.github;

import io.ampel.pullrequest.Repository;

/** Where a repository lies: owner and name. */
record GitHubPlace(String owner, String name) {

  static GitHubPlace of(Repository repository) {
    return of(repository.fullName());
  }

  static GitHubPlace of(String fullName) {
    var slash = fullName.indexOf('/');
    if (slash < 1 || slash == fullName.length() - 1 || fullName.indexOf('/', slash + 1) >= 0) {
      throw new IllegalArgumentException("not owner/name: " + fullName);
    }
    return new GitHubPlace(fullName.substring(0, slash), fullName.substring(slash + 1));
  }

  String fullName() {
    return owner + "/" + name;
  }
}
