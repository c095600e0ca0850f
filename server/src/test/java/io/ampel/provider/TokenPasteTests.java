package io.ampel.provider;

import static io.ampel.provider.TokenPaste.Hint.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.TokenPaste.Hint;
import io.ampel.pullrequest.Provider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenPasteTests {
  private static final String CLASSIC = "ghp_" + "a1B2".repeat(9);
  private static final String FINE = "github_pat_" + "Aa0_".repeat(20) + "zz";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "  %s\n",
        "\uFEFF%s\u200B",
        "\"%s\"",
        "'%s';",
        "Bearer %s",
        "token %s",
        "Authorization: Bearer %s",
        "authorization: token %s",
        "curl -H 'Authorization: Bearer %s' https://api.github.com/user",
        "export GITHUB_TOKEN=%s",
        "GITHUB_TOKEN=\"%s\"",
        "$env:GITHUB_TOKEN = '%s'",
        "set GH_TOKEN=%s",
        "token: %s",
        "https://mira:%s@github.com/acme/api.git"
      })
  void findsTheTokenInWhateverWasCopied(String around) {
    assertThat(of(around.formatted(CLASSIC)).token().reveal()).isEqualTo(CLASSIC);
    assertThat(of(around.formatted(FINE)).token().reveal()).isEqualTo(FINE);
  }

  @Test
  void joinsATokenThatWasWrapped() {
    var wrapped = CLASSIC.substring(0, 20) + " \r\n   " + CLASSIC.substring(20);
    assertThat(of(wrapped).token().reveal()).isEqualTo(CLASSIC);
    assertThat(of(wrapped).hints()).containsExactly(UNWRAPPED);
  }

  @Test
  void saysThatMoreThanATokenWasCopied() {
    assertThat(of("Authorization: Bearer " + CLASSIC).hints()).containsExactly(TAKEN_OUT_OF_LINE);
    assertThat(of(CLASSIC).hints()).isEmpty();
  }

  static Stream<Arguments> looks() {
    return Stream.of(
        Arguments.of(CLASSIC.substring(0, 39), TRUNCATED),
        Arguments.of(FINE.substring(0, 80), TRUNCATED),
        Arguments.of("glpat-abcdefghij0123456789", OF_GITLAB),
        Arguments.of("ATATT3xFfGF0" + "a".repeat(180), OF_BITBUCKET),
        Arguments.of("ATBBabcdefghijklmnopqrstuvwxyz012345", APP_PASSWORD),
        Arguments.of("gldt-abcdefghij0123456789", DEPLOY_TOKEN),
        Arguments.of("glcbt-64_abcdefghij0123456789", CI_TOKEN),
        Arguments.of("ghs_" + "app.Installation-token_".repeat(22), APP_TOKEN),
        Arguments.of("ghr_" + "a".repeat(36), REFRESH_TOKEN),
        Arguments.of("gho_" + "a".repeat(36), OF_ANOTHER_PROGRAM),
        Arguments.of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 mira@laptop", KEY_FILE),
        Arguments.of("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn\n", KEY_FILE),
        Arguments.of("••••••••••••", MASKED),
        Arguments.of("mein Schlüssel", NOT_A_TOKEN));
  }

  @ParameterizedTest
  @MethodSource("looks")
  void namesWhatItRecognises(String pasted, Hint hint) {
    assertThat(of(pasted).hints()).contains(hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789abcdef0123456789abcdef01234567", "some-token-of-the-future"})
  void saysNothingOfWhatItDoesNotKnow(String pasted) {
    assertThat(of(pasted).hints()).isEmpty();
    assertThat(of(pasted).canBeSent()).isTrue();
  }

  @Test
  void doesNotSendWhatNoHeaderCanCarry() {
    assertThat(of("Schlüssel").canBeSent()).isFalse();
    assertThat(of(" \n ").isEmpty()).isTrue();
    assertThat(of("a".repeat(5000)).canBeSent()).isFalse();
  }

  @Test
  void neverShowsItself() {
    assertThat(of(CLASSIC).toString()).doesNotContain("a1B2");
  }

  @Test
  void noticesATokenInTheWrongField() {
    assertThat(TokenPaste.looksLikeToken(" " + CLASSIC)).isTrue();
    assertThat(TokenPaste.looksLikeToken("https://" + FINE)).isTrue();
    assertThat(TokenPaste.looksLikeToken("Work, private projects (ghp_)")).isFalse();
  }

  private static TokenPaste of(String pasted) {
    return TokenPaste.of(pasted, Provider.GITHUB);
  }
}
