package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ampel.web.Problem;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTests {

  @ParameterizedTest
  @CsvSource({
    "github.com,                                https://github.com",
    "' https://github.com/ ',                   https://github.com",
    "https://api.github.com,                    https://github.com",
    "https://api.github.com/graphql,            https://github.com",
    "https://www.github.com/acme/api,           https://github.com",
    "https://GitHub.com/settings/tokens,        https://github.com",
    "https://api.acme.ghe.com,                  https://acme.ghe.com",
    "git.example.com,                           https://git.example.com",
    "git.example.com:8443/,                     https://git.example.com:8443",
    "https://git.example.com:443,               https://git.example.com",
    "http://git.example.com:80/,                http://git.example.com",
    "https://git.example.com/api/v3/,           https://git.example.com",
    "https://git.example.com/api/graphql,       https://git.example.com",
    "https://git.example.com/login?return_to=x, https://git.example.com",
    "https://example.com/github/api/v3,         https://example.com/github",
    "https://example.com/github//,              https://example.com/github",
    "https://gitlab.com/acme/api/-/merge_requests/7,                  https://gitlab.com",
    "https://gitlab.com/api/v4,                                       https://gitlab.com",
    "https://gitlab.example.com/-/user_settings/personal_access_tokens, https://gitlab.example.com",
    "https://gitlab.example.com/acme/api/-/merge_requests/7,          https://gitlab.example.com",
    "https://gitlab.example.com/acme/deep/er/api.git,                 https://gitlab.example.com",
    "https://gitlab.example.com/groups/acme/-/merge_requests,         https://gitlab.example.com",
    "https://gitlab.example.com/users/sign_in,                        https://gitlab.example.com",
    "https://x.example.org/gitlab,                                    https://x.example.org/gitlab",
    "https://x.example.org/gitlab/api/v4/user,                        https://x.example.org/gitlab",
    "https://x.example.org/gitlab/-/profile/preferences,              https://x.example.org/gitlab",
    "https://x.example.org/gitlab/dashboard/merge_requests,           https://x.example.org/gitlab",
    "https://bitbucket.org/acme/api/pull-requests/,                   https://bitbucket.org",
    "https://api.bitbucket.org/2.0/user,                              https://bitbucket.org",
    "http://127.0.0.1:8090/bitbucket/2.0,                             http://127.0.0.1:8090/bitbucket",
    "http://[::1]:8090/github,                  'http://[::1]:8090/github'",
    "https://bücher.example,                    https://xn--bcher-kva.example"
  })
  void makesTheAddressThatPeopleOpen(String typed, String kept) {
    assertThat(BaseUrl.of(typed).address()).hasToString(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "ftp://git.example.com",
        "javascript:alert(1)",
        "https://user:secret@git.example.com",
        "https://",
        "not a host",
        "ghp_0123456789012345678901234567890123456"
      })
  void refusesWhatIsNoAddress(String typed) {
    assertThatThrownBy(() -> BaseUrl.of(typed)).isInstanceOf(Problem.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://x.example.org/gitlab/acme/api/-/merge_requests/7, https://x.example.org/gitlab",
    "https://x.example.org/gitlab/acme/api.git,                https://x.example.org/gitlab",
    "https://x.example.org/gitlab/acme/api,                    https://x.example.org/gitlab",
    "https://X.example.org/gitlab/beta/acme,                   https://x.example.org/gitlab/beta",
    "https://x.example.org/gitlab2,                            https://x.example.org/gitlab2",
    "https://y.example.org/gitlab/acme/api/-/issues,           https://y.example.org"
  })
  void findsAKnownInstanceInTheAddressOfAProject(String typed, String kept) {
    var known =
        List.of(
            URI.create("https://x.example.org"),
            URI.create("https://x.example.org/gitlab"),
            URI.create("https://x.example.org/gitlab/beta"));
    assertThat(BaseUrl.of(typed, known).address()).hasToString(kept);
  }

  @Test
  void isCalledByItsHost() {
    assertThat(BaseUrl.of("https://git.example.com:8443").name()).isEqualTo("git.example.com:8443");
    assertThat(BaseUrl.of("http://git.example.com").isPlainHttp()).isTrue();
  }
}
