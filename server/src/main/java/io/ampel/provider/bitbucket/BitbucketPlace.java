package io.ampel.provider.bitbucket;

import io.ampel.pullrequest.Repository;

/**
 * Where a repository lies: by its key, or by workspace and name as people write it.
 *
 * @param owner the workspace, or a pair of braces with nothing in it before a key
 */
record BitbucketPlace(String owner, String repository) {
  private static final String ANYWHERE = "{}";

  static BitbucketPlace of(Repository repository) {
    return new BitbucketPlace(ANYWHERE, repository.externalId());
  }

  static BitbucketPlace of(String fullName) {
    var slash = fullName.indexOf('/');
    if (slash < 1 || slash == fullName.length() - 1 || fullName.indexOf('/', slash + 1) >= 0) {
      throw new IllegalArgumentException("not workspace/name: " + fullName);
    }
    return new BitbucketPlace(fullName.substring(0, slash), fullName.substring(slash + 1));
  }

  static String workspace(String fullName) {
    var slash = fullName.indexOf('/');
    return slash < 0 ? fullName : fullName.substring(0, slash);
  }
}
