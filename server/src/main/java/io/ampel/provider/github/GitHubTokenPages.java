package io.ampel.provider.github;

import io.ampel.provider.TokenPages;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class GitHubTokenPages implements TokenPages {
  @Override
  public Provider provider() {
    return Provider.GITHUB;
  }

  @Override
  public List<Link> making(Instance instance, @Nullable String workspace) {
    var links = TokenLinks.of(instance.baseUrl());
    return List.of(
        new Link("fineGrainedActing", links.fineGrainedActing()),
        new Link("fineGrainedReading", links.fineGrainedReading()),
        new Link("classic", links.classic()));
  }

  @Override
  public List<Link> existing(Instance instance, @Nullable String workspace) {
    var links = TokenLinks.of(instance.baseUrl());
    return List.of(
        new Link("fineGrainedTokens", links.fineGrainedTokens()),
        new Link("classicTokens", links.classicTokens()));
  }
}
