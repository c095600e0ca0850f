package io.ampel.provider.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitHubWordsTests {

  @ParameterizedTest
  @CsvSource({
    "2022-09-29 09:53:54 UTC, 2022-09-29T09:53:54Z",
    "2023-04-07 23:24:34 +0200, 2023-04-07T21:24:34Z",
    "2027-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
    "2027-01-01T02:00:00+02:00, 2027-01-01T00:00:00Z",
  })
  void theEndOfATokenIsReadInEveryForm(String header, Instant end) {
    assertThat(GitHubWords.expiry(header)).contains(end);
  }

  @Test
  void anUnknownFormOfTheEndIsNoEnd() {
    assertThat(GitHubWords.expiry("next summer")).isEmpty();
    assertThat(GitHubWords.expiry(null)).isEmpty();
  }

  @Test
  void noScopesAndNoHeaderAreBothEmptyLists() {
    assertThat(GitHubWords.list("repo, read:org")).containsExactly("repo", "read:org");
    assertThat(GitHubWords.list("")).isEmpty();
    assertThat(GitHubWords.list(null)).isEmpty();
  }

  @Test
  void missingPermissionsAreNamedAsOnTheTokenPage() {
    assertThat(GitHubWords.permissions("contents=write,pull_requests=read; statuses=read"))
        .containsExactly("Contents: write", "Pull requests: read");
    assertThat(GitHubWords.permissions("something_new=write"))
        .containsExactly("something_new: write");
  }

  @Test
  void singleSignOnComesAsAPageOrAsAListOfTheLeftOut() {
    assertThat(GitHubWords.singleSignOnPage("required; url=https://github.com/orgs/acme/sso?x=1"))
        .isEqualTo("https://github.com/orgs/acme/sso?x=1");
    assertThat(GitHubWords.singleSignOnPage("required; url=javascript:alert(1)")).isNull();
    assertThat(GitHubWords.organizationsLeftOut("partial-results; organizations=21955855,20582480"))
        .containsExactly("21955855", "20582480");
    assertThat(GitHubWords.organizationsLeftOut("required; url=https://github.com")).isEmpty();
  }
}
