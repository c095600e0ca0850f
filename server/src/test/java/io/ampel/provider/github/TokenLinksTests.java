package io.ampel.provider.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenLinksTests {

  @Test
  void fillsInTheFormsOfGithubCom() {
    var links = TokenLinks.githubCom();
    assertThat(links.classic())
        .hasToString(
            "https://github.com/settings/tokens/new?scopes=repo,read:org&description=Ampel%20PR%20Dashboard");
    assertThat(links.fineGrainedReading())
        .hasToString(
            "https://github.com/settings/personal-access-tokens/new?name=Ampel+PR+Dashboard&expires_in=90"
                + "&pull_requests=read&contents=read&issues=read&actions=read&statuses=read");
    assertThat(links.fineGrainedActing())
        .hasToString(
            "https://github.com/settings/personal-access-tokens/new?name=Ampel+PR+Dashboard&expires_in=90"
                + "&pull_requests=write&contents=write&issues=read&actions=read&statuses=read");
  }

  @Test
  void namesThePagesWhereTokensAreFoundAgain() {
    var links = TokenLinks.githubCom();
    assertThat(links.classicTokens()).hasToString("https://github.com/settings/tokens");
    assertThat(links.fineGrainedTokens())
        .hasToString("https://github.com/settings/personal-access-tokens");
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.github.com, https://github.com",
    "https://GitHub.com/, https://github.com",
    "https://acme.ghe.com, https://acme.ghe.com",
    "https://api.acme.ghe.com, https://acme.ghe.com",
    "https://git.example.org, https://git.example.org",
    "https://git.example.org/api/v3, https://git.example.org",
    "https://git.example.org/api/v3/, https://git.example.org",
    "https://git.example.org/api/graphql, https://git.example.org",
    "https://api.example.org:8443, https://api.example.org:8443",
    "http://127.0.0.1:8090/github/api/v3, http://127.0.0.1:8090/github"
  })
  void findsThePagesFromTheAddressOfSiteOrApi(URI baseUrl, String site) {
    assertThat(TokenLinks.of(baseUrl).classicTokens()).hasToString(site + "/settings/tokens");
  }

  @Test
  void enterpriseServerHasNoFilledInFormForFineGrainedTokens() {
    var links = TokenLinks.of(URI.create("https://git.example.org"));
    var form = URI.create("https://git.example.org/settings/personal-access-tokens/new");
    assertThat(links.fineGrainedReading()).isEqualTo(form);
    assertThat(links.fineGrainedActing()).isEqualTo(form);
    assertThat(links.classic().getRawQuery())
        .isEqualTo("scopes=repo,read:org&description=Ampel%20PR%20Dashboard");
  }

  @Test
  void aTenantOfGheComHasOne() {
    assertThat(TokenLinks.of(URI.create("https://acme.ghe.com")).fineGrainedReading())
        .hasHost("acme.ghe.com")
        .hasParameter("expires_in", "90");
  }
}
