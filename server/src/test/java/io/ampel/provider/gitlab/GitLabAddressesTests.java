package io.ampel.provider.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitLabAddressesTests {

  @ParameterizedTest
  @CsvSource({
    "https://gitlab.com, https://gitlab.com/api/v4, https://gitlab.com/api/graphql",
    "https://x.org/gitlab, https://x.org/gitlab/api/v4, https://x.org/gitlab/api/graphql",
    "https://x.org/gitlab/, https://x.org/gitlab/api/v4, https://x.org/gitlab/api/graphql",
    "http://x.org:8080/a/b, http://x.org:8080/a/b/api/v4, http://x.org:8080/a/b/api/graphql",
    "https://x.org/api/v4, https://x.org/api/v4, https://x.org/api/graphql",
  })
  void aPathBelowWhichTheInstanceLivesIsKept(String typed, String rest, String graphql) {
    var addresses = GitLabAddresses.of(URI.create(typed));
    assertThat(addresses.rest()).hasToString(rest);
    assertThat(addresses.graphql()).hasToString(graphql);
  }

  @ParameterizedTest
  @CsvSource({
    "/uploads/a.png, https://x.org/uploads/a.png",
    "/gitlab/uploads/a.png, https://x.org/gitlab/uploads/a.png",
    "https://gravatar.example/0, https://gravatar.example/0",
  })
  void picturesMayBeToldFromTheRootOfTheHost(String told, String whole) {
    assertThat(GitLabAddresses.absolute(URI.create("https://x.org/gitlab"), told)).isEqualTo(whole);
  }
}
