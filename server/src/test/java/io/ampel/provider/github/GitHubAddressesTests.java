package io.ampel.provider.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitHubAddressesTests {

  @ParameterizedTest
  @CsvSource({
    "https://github.com, https://api.github.com, https://api.github.com/graphql",
    "https://www.github.com/, https://api.github.com, https://api.github.com/graphql",
    "https://acme.ghe.com, https://api.acme.ghe.com, https://api.acme.ghe.com/graphql",
    "https://api.acme.ghe.com, https://api.acme.ghe.com, https://api.acme.ghe.com/graphql",
    "https://code.acme.example, https://code.acme.example/api/v3, https://code.acme.example/api/graphql",
    "https://code.acme.example/, https://code.acme.example/api/v3, https://code.acme.example/api/graphql",
    "https://code.acme.example/api/v3, https://code.acme.example/api/v3, https://code.acme.example/api/graphql",
    "https://code.acme.example/api/graphql, https://code.acme.example/api/v3, https://code.acme.example/api/graphql",
    "http://127.0.0.1:8090/github, http://127.0.0.1:8090/github/api/v3, http://127.0.0.1:8090/github/api/graphql",
    "https://notgithub.com, https://notgithub.com/api/v3, https://notgithub.com/api/graphql",
    "https://ghe.com.evil.example, https://ghe.com.evil.example/api/v3, https://ghe.com.evil.example/api/graphql",
  })
  void theAddressesFollowFromWherePeopleOpenIt(URI base, URI rest, URI graphql) {
    assertThat(GitHubAddresses.of(base)).isEqualTo(new GitHubAddresses(rest, graphql));
  }
}
