package io.ampel.provider.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.TokenPages.Link;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GitLabTokenPagesTests {
  private static final String TOKENS = "/-/user_settings/personal_access_tokens";
  private final GitLabTokenPages pages = new GitLabTokenPages();

  @Test
  void fillsInTheFormsOfGitlabCom() {
    assertThat(pages.making(at("https://gitlab.com"), null))
        .extracting(Link::key)
        .containsExactly("gitlabActing", "gitlabReading", "gitlabFineGrained");
    var acting = pages.making(at("https://gitlab.com"), null).getFirst().url();
    assertThat(acting)
        .hasHost("gitlab.com")
        .hasPath(TOKENS + "/legacy/new")
        .hasParameter("name", "Ampel PR Dashboard")
        .hasParameter("scopes", "api");
    assertThat(pages.making(at("https://gitlab.com"), null).get(1).url())
        .hasParameter("scopes", "read_api,read_repository");
  }

  @Test
  void keepsThePathOfAGitLabOfOnesOwnAndKnowsTheOlderForm() {
    var own = at("https://x.example.org:8443/gitlab");
    assertThat(pages.making(own, null))
        .hasSize(4)
        .allSatisfy(link -> assertThat(link.url()).hasHost("x.example.org").hasPort(8443))
        .allSatisfy(link -> assertThat(link.url().getPath()).startsWith("/gitlab" + TOKENS));
    assertThat(pages.making(own, null).getLast().url())
        .hasPath("/gitlab" + TOKENS)
        .hasParameter("scopes", "api");
    assertThat(pages.existing(own, null))
        .containsExactly(
            new Link("gitlabTokens", URI.create("https://x.example.org:8443/gitlab" + TOKENS)));
  }

  @Test
  void offersTheSameFormsAsTheGuide() throws IOException {
    var guide = Files.readString(Path.of("../docs/tokens.md"));
    assertThat(pages.making(at("https://gitlab.com"), null))
        .allSatisfy(link -> assertThat(guide).contains("(" + link.url() + ")"));
    assertThat(pages.existing(at("https://gitlab.com"), null))
        .allSatisfy(link -> assertThat(guide).contains("(" + link.url() + ")"));
  }

  private static Instance at(String url) {
    return new Instance(
        UUID.randomUUID(), Provider.GITLAB, URI.create(url), "gitlab", false, Set.of());
  }
}
