package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ampel.web.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceTests {

  @ParameterizedTest
  @CsvSource({
    "acme,                                                         acme",
    "' acme/ ',                                                    acme",
    "acme/api,                                                     acme/api",
    "acme/API,                                                     acme/API",
    "acme/api.git,                                                 acme/api",
    "https://bitbucket.org/acme/api/pull-requests/7,               acme/api",
    "https://bitbucket.org/acme/api/admin/access-tokens,           acme/api",
    "bitbucket.org/acme/workspace/settings/access-tokens,          acme",
    "https://bitbucket.org/acme/workspace/projects/API/repos,      acme/API",
    "https://www.bitbucket.org/acme-corp_2/my.repo~x,              acme-corp_2/my.repo~x"
  })
  void isCutOutOfWhatWasTyped(String typed, String read) {
    assertThat(Workspace.read(typed)).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "acme?x=1", "https://example.org/acme", "/", "ä"})
  void isNotGuessed(String typed) {
    assertThatThrownBy(() -> Workspace.read(typed)).isInstanceOf(Problem.class);
  }

  @Test
  void isNotATokenThatWentIntoTheWrongField() {
    assertThatThrownBy(() -> Workspace.read("ATCTT3xFf" + "a".repeat(40)))
        .isInstanceOf(Problem.class);
  }

  @Test
  void mayBeLeftOut() {
    assertThat(Workspace.read(null)).isNull();
    assertThat(Workspace.read("  ")).isNull();
  }
}
