package io.ampel.provider;

import static io.ampel.provider.TokenPaste.Hint.*;
import static io.ampel.pullrequest.Provider.BITBUCKET;
import static io.ampel.pullrequest.Provider.GITHUB;
import static io.ampel.pullrequest.Provider.GITLAB;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.TokenPaste.Hint;
import io.ampel.pullrequest.Provider;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenPasteTests {
  private static final String CLASSIC = "ghp_" + "a1B2".repeat(9);
  private static final String FINE = "github_pat_" + "Aa0_".repeat(20) + "zz";
  private static final String API_TOKEN = "ATATT3xFfGF0" + "aB3_".repeat(44) + "=0A1B2C3D";
  private static final String REPOSITORY_TOKEN = "ATCTT3xFfGN0" + "aB3_".repeat(44) + "=0A1B2C3D";

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
        "https://mira:%s@github.com/acme/api.git",
        "curl -sS -u mira@example.org:%s https://api.bitbucket.org/2.0/user",
        "curl --user 'mira:%s' https://api.bitbucket.org/2.0/user",
        "mira@example.org:%s",
        "curl --header \"PRIVATE-TOKEN: %s\" https://gitlab.com/api/v4/user",
        "https://gitlab.com/api/v4/projects?private_token=%s&per_page=1"
      })
  void findsTheTokenInWhateverWasCopied(String around) {
    assertThat(of(around.formatted(CLASSIC)).token().reveal()).isEqualTo(CLASSIC);
    assertThat(of(around.formatted(FINE)).token().reveal()).isEqualTo(FINE);
    assertThat(of(around.formatted(API_TOKEN)).token().reveal()).isEqualTo(API_TOKEN);
  }

  @Test
  void joinsATokenThatWasWrapped() {
    var wrapped = CLASSIC.substring(0, 20) + " \r\n   " + CLASSIC.substring(20);
    assertThat(of(wrapped).token().reveal()).isEqualTo(CLASSIC);
    assertThat(of(wrapped).hints()).containsExactly(UNWRAPPED);
  }

  @Test
  void joinsATokenOfAtlassianWhereverItWasWrapped() {
    for (var at : List.of(20, 80, API_TOKEN.indexOf('='), API_TOKEN.indexOf('=') + 1)) {
      var wrapped = API_TOKEN.substring(0, at) + "\n  " + API_TOKEN.substring(at);
      var paste = TokenPaste.of(wrapped, BITBUCKET);
      assertThat(paste.token().reveal()).isEqualTo(API_TOKEN);
      assertThat(paste.hints()).containsExactly(UNWRAPPED);
    }
  }

  @Test
  void saysThatMoreThanATokenWasCopied() {
    assertThat(of("Authorization: Bearer " + CLASSIC).hints()).containsExactly(TAKEN_OUT_OF_LINE);
    assertThat(of(CLASSIC).hints()).isEmpty();
  }

  static Stream<Arguments> looksOfAll() {
    return Stream.of(
        // What belongs there, whole.
        Arguments.of(GITHUB, CLASSIC, Set.of()),
        Arguments.of(GITLAB, "glpat-" + "aB3_".repeat(5), Set.of()),
        Arguments.of(GITLAB, "glpat-" + "aB3-".repeat(7) + ".01.0a1b2c3d4", Set.of()),
        Arguments.of(BITBUCKET, API_TOKEN, Set.of()),
        Arguments.of(BITBUCKET, REPOSITORY_TOKEN, Set.of()),
        // A self-managed GitLab may begin its tokens as it likes.
        Arguments.of(GITLAB, "acme-" + "aB3_".repeat(5), Set.of()),
        Arguments.of(GITLAB, "acme-glpat-" + "aB3_".repeat(5), Set.of()),
        Arguments.of(GITLAB, "aB3_".repeat(5), Set.of()),
        // Cut off.
        Arguments.of(GITLAB, "glpat-aB3_aB3_", Set.of(TRUNCATED)),
        Arguments.of(GITLAB, "glpat-" + "aB3-".repeat(7) + ".01.0a1b", Set.of(TRUNCATED)),
        Arguments.of(BITBUCKET, API_TOKEN.substring(0, 150), Set.of(TRUNCATED)),
        Arguments.of(BITBUCKET, REPOSITORY_TOKEN.substring(0, 60), Set.of(TRUNCATED)),
        // Of another provider.
        Arguments.of(GITLAB, CLASSIC, Set.of(OF_GITHUB)),
        Arguments.of(GITLAB, FINE, Set.of(OF_GITHUB)),
        Arguments.of(GITLAB, API_TOKEN, Set.of(OF_BITBUCKET)),
        Arguments.of(BITBUCKET, CLASSIC, Set.of(OF_GITHUB)),
        Arguments.of(BITBUCKET, "glpat-" + "aB3_".repeat(5), Set.of(OF_GITLAB)),
        Arguments.of(GITHUB, REPOSITORY_TOKEN, Set.of(OF_BITBUCKET)),
        // Of the right provider, for something else.
        Arguments.of(GITLAB, "gldt-" + "aB3_".repeat(5), Set.of(DEPLOY_TOKEN)),
        Arguments.of(GITLAB, "glrt-" + "aB3_".repeat(5), Set.of(RUNNER_TOKEN)),
        Arguments.of(GITLAB, "glrtr-" + "aB3_".repeat(5), Set.of(RUNNER_TOKEN)),
        Arguments.of(GITLAB, "GR1348941" + "aB3_".repeat(5), Set.of(RUNNER_TOKEN)),
        Arguments.of(GITLAB, "glcbt-64_" + "aB3_".repeat(5), Set.of(JOB_TOKEN)),
        Arguments.of(GITLAB, "glptt-" + "0a1b".repeat(10), Set.of(TRIGGER_TOKEN)),
        Arguments.of(GITLAB, "glft-" + "aB3_".repeat(5), Set.of(FEED_TOKEN)),
        Arguments.of(GITLAB, "glsoat-" + "aB3_".repeat(5), Set.of(SCIM_TOKEN)),
        Arguments.of(GITLAB, "gloas-" + "0a1b".repeat(16), Set.of(OAUTH_SECRET)),
        Arguments.of(GITLAB, "glimt-" + "aB3_".repeat(6), Set.of(PART_OF_GITLAB)),
        Arguments.of(GITLAB, "glagent-" + "aB3_".repeat(12), Set.of(PART_OF_GITLAB)),
        Arguments.of(GITLAB, "glffct-" + "aB3_".repeat(5), Set.of(PART_OF_GITLAB)),
        Arguments.of(BITBUCKET, "ATBB" + "aB3x".repeat(8), Set.of(APP_PASSWORD)),
        Arguments.of(GITLAB, "ATBB" + "aB3x".repeat(8), Set.of(OF_BITBUCKET, APP_PASSWORD)));
  }

  @ParameterizedTest
  @MethodSource("looksOfAll")
  void namesWhatItRecognisesForEachProvider(Provider provider, String pasted, Set<Hint> hints) {
    var paste = TokenPaste.of(" " + pasted + "\n", provider);
    assertThat(paste.hints()).containsExactlyInAnyOrderElementsOf(hints);
    assertThat(paste.token().reveal()).isEqualTo(pasted);
    assertThat(paste.canBeSent()).as("the provider decides").isTrue();
  }

  @Test
  void namesTheKindOfBitbucketThatWasNotChosen() {
    var api = TokenPaste.of(API_TOKEN, BITBUCKET);
    var place = TokenPaste.of(REPOSITORY_TOKEN, BITBUCKET);
    assertThat(api.hintsWith(BITBUCKET, true)).isEmpty();
    assertThat(api.hintsWith(BITBUCKET, false)).containsExactly(TAKES_USERNAME);
    assertThat(place.hintsWith(BITBUCKET, false)).isEmpty();
    assertThat(place.hintsWith(BITBUCKET, true)).containsExactly(TAKES_NO_USERNAME);
    assertThat(api.hintsWith(GITHUB, false)).isEmpty();
  }

  static Stream<Arguments> looks() {
    return Stream.of(
        Arguments.of(CLASSIC.substring(0, 39), TRUNCATED),
        Arguments.of(FINE.substring(0, 80), TRUNCATED),
        Arguments.of("glpat-abcdefghij0123456789", OF_GITLAB),
        Arguments.of("ATATT3xFfGF0" + "a".repeat(180), OF_BITBUCKET),
        Arguments.of("ATBBabcdefghijklmnopqrstuvwxyz012345", APP_PASSWORD),
        Arguments.of("gldt-abcdefghij0123456789", DEPLOY_TOKEN),
        Arguments.of("glcbt-64_abcdefghij0123456789", JOB_TOKEN),
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
