package io.ampel.provider.bitbucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.TokenPages.Link;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import java.net.URI;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitbucketTokenPagesTests {
  private static final Instance BITBUCKET =
      new Instance(
          UUID.randomUUID(),
          Provider.BITBUCKET,
          URI.create("https://bitbucket.org"),
          "bitbucket.org",
          false,
          Set.of());
  private final BitbucketTokenPages pages = new BitbucketTokenPages();

  @Test
  void apiTokensAreMadeInTheAtlassianAccount() {
    var page = URI.create("https://id.atlassian.com/manage-profile/security/api-tokens");
    assertThat(pages.making(BITBUCKET, null)).containsExactly(new Link("bitbucketApiToken", page));
    assertThat(pages.existing(BITBUCKET, null))
        .containsExactly(new Link("bitbucketApiTokens", page));
  }

  @ParameterizedTest
  @CsvSource({
    "acme,     https://bitbucket.org/acme/workspace/settings/access-tokens",
    "acme/api, https://bitbucket.org/acme/api/admin/access-tokens",
    "acme/API, https://bitbucket.org/acme/workspace/projects/API"
  })
  void accessTokensAreMadeWhereTheyBelong(String workspace, URI page) {
    assertThat(pages.making(BITBUCKET, workspace)).extracting(Link::url).containsExactly(page);
    assertThat(pages.existing(BITBUCKET, workspace)).extracting(Link::url).containsExactly(page);
  }

  @Test
  void whereNobodyHasSaidWhereThereIsNoLink() {
    assertThat(pages.making(BITBUCKET, "")).isEmpty();
  }
}
