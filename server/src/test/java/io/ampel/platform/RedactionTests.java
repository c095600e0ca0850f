package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RedactionTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ghp_planted00planted00planted00planted0000",
        "gho_planted00planted00planted00planted0000",
        "ghs_planted00planted00planted00planted0000",
        "github_pat_11AAAAAAA0planted0000_planted00000000000",
        "glpat-planted00planted00.01.abc",
        "ATBBplanted00planted00planted00",
        "ATATT3xFfGF0planted00planted-00_x=AB12",
        "ATCTT3xFfGN0planted00planted00",
        "ampel_planted00planted00planted00",
        "Authorization: Bearer opaque-planted-value",
        "authorization=[Basic dXNlcjpwbGFudGVk]",
        "{\"PRIVATE-TOKEN\":\"planted-old\"}",
        "Authorization: token 0123456planted0123456",
        "https://user:planted@host/x"
      })
  void masksWhatLooksLikeAToken(String text) {
    assertThat(Redaction.redact("before " + text + " after"))
        .doesNotContain("planted")
        .doesNotContain("cGxhbnRlZ")
        .contains("before", "•••", "after");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.ampel.platform.Gateway",
        "ampel_template",
        "https://github.com/octo/hello/pull/1?x=y@z",
        "glass-half-full",
        "token expired",
        "basic authentication is over"
      })
  void leavesOrdinaryTextAlone(String text) {
    assertThat(Redaction.redact(text)).isEqualTo(text);
  }

  @Test
  void noLineAndNoStackTraceOfTheLogCarriesAToken(CapturedOutput output) {
    try (var _ = new SpringApplicationBuilder(Object.class).web(WebApplicationType.NONE).run()) {
      var log = LoggerFactory.getLogger("io.ampel.test");
      var cause = new IllegalStateException("cause ghp_planted00planted00planted00planted0000");
      log.warn(
          "said {}",
          "glpat-planted00planted00",
          new RuntimeException("outer Bearer planted00planted00", cause));
    }
    assertThat(output.getAll())
        .contains("said •••", "outer •••", "cause •••", "at io.ampel.platform.RedactionTests")
        .doesNotContain("planted");
  }
}
