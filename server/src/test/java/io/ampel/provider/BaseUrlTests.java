package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ampel.web.Problem;
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

  @Test
  void isCalledByItsHost() {
    assertThat(BaseUrl.of("https://git.example.com:8443").name()).isEqualTo("git.example.com:8443");
    assertThat(BaseUrl.of("http://git.example.com").isPlainHttp()).isTrue();
  }
}
