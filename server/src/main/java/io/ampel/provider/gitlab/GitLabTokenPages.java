package io.ampel.provider.gitlab;

import io.ampel.provider.TokenPages;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Since 18.9 GitLab has a form of its own for each kind of token, and only that of classic tokens
 * takes over what a link says; before, the list of tokens was the form. The end of a token no link
 * can set.
 */
@Component
class GitLabTokenPages implements TokenPages {
  static final String TOKENS = "/-/user_settings/personal_access_tokens";
  private static final String NAMED = "?name=Ampel+PR+Dashboard";
  private static final String READING =
      "&scopes=read_api,read_repository&description=Reads+merge+requests";
  private static final String ACTING = "&scopes=api&description=Reads+and+merges+merge+requests";

  @Override
  public Provider provider() {
    return Provider.GITLAB;
  }

  @Override
  public List<Link> making(Instance instance, @Nullable String workspace) {
    var links = new ArrayList<Link>();
    links.add(link("gitlabActing", instance, "/legacy/new" + NAMED + ACTING));
    links.add(link("gitlabReading", instance, "/legacy/new" + NAMED + READING));
    links.add(link("gitlabFineGrained", instance, "/granular/new"));
    if (!isRunByGitLab(instance)) {
      links.add(link("gitlabOlder", instance, NAMED + ACTING));
    }
    return links;
  }

  @Override
  public List<Link> existing(Instance instance, @Nullable String workspace) {
    return List.of(link("gitlabTokens", instance, ""));
  }

  /** Always the newest version, while others may be old. */
  private static boolean isRunByGitLab(Instance instance) {
    return "gitlab.com".equals(instance.baseUrl().getHost());
  }

  private static Link link(String key, Instance instance, String rest) {
    return new Link(key, URI.create(instance.baseUrl() + TOKENS + rest));
  }
}
