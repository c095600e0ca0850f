package io.ampel.provider.bitbucket;

import io.ampel.provider.TokenPages;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * API tokens are made in the Atlassian account, access tokens in the settings of the workspace, the
 * project or the repository they belong to. No link fills anything in.
 */
@Component
class BitbucketTokenPages implements TokenPages {
  private static final URI API_TOKENS =
      URI.create("https://id.atlassian.com/manage-profile/security/api-tokens");

  @Override
  public Provider provider() {
    return Provider.BITBUCKET;
  }

  @Override
  public List<Link> making(Instance instance, @Nullable String workspace) {
    if (workspace == null) return List.of(new Link("bitbucketApiToken", API_TOKENS));
    return accessTokens(instance, workspace, "bitbucketAccessToken");
  }

  @Override
  public List<Link> existing(Instance instance, @Nullable String workspace) {
    if (workspace == null) return List.of(new Link("bitbucketApiTokens", API_TOKENS));
    return accessTokens(instance, workspace, "bitbucketAccessTokens");
  }

  private static List<Link> accessTokens(Instance instance, String workspace, String key) {
    return workspace.isEmpty()
        ? List.of()
        : List.of(new Link(key, URI.create(instance.baseUrl() + "/" + page(workspace))));
  }

  /** Keys of projects are in capitals, names of repositories never. */
  private static String page(String workspace) {
    var slash = workspace.indexOf('/');
    if (slash < 0) return workspace + "/workspace/settings/access-tokens";
    var within = workspace.substring(slash + 1);
    return within.equals(within.toLowerCase(Locale.ROOT))
        ? workspace + "/admin/access-tokens"
        : workspace.substring(0, slash) + "/workspace/projects/" + within;
  }
}
