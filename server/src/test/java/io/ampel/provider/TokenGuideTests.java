package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.github.TokenLinks;
import io.ampel.pullrequest.Provider;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenGuideTests {
  private static final TokenGuide GUIDE = TokenGuide.read(List.of(Provider.values()));
  private static final String HTML = GUIDE.text().toString();

  @Test
  void hasItsTitleFromTheDocument() {
    assertThat(GUIDE.title()).isEqualTo("Access tokens");
    assertThat(HTML).doesNotContain("<h1").contains("<table>");
  }

  @ParameterizedTest
  @EnumSource(AccountProblem.Code.class)
  void speaksOfEveryProblemAnAccountCanHave(AccountProblem.Code code) {
    assertThat(TokenGuide.at(code)).startsWith("/guide/tokens#");
    assertThat(HTML).contains("id=\"" + TokenGuide.at(code).split("#", 2)[1] + "\"");
  }

  @Test
  void linksToHeadingsThatExist() {
    var anchors = Pattern.compile("href=\"#([^\"]+)\"").matcher(HTML).results().toList();
    assertThat(anchors).hasSizeGreaterThan(5);
    assertThat(anchors).allSatisfy(a -> assertThat(HTML).contains("id=\"" + a.group(1) + "\""));
  }

  @Test
  void linksToItsOwnHeadingsWhateverIsOffered() {
    for (var offered :
        List.of(
            List.of(Provider.GITHUB),
            List.of(Provider.GITHUB, Provider.GITLAB),
            List.of(Provider.GITHUB, Provider.BITBUCKET))) {
      var html = TokenGuide.read(offered).text().toString();
      var anchors = Pattern.compile("href=\"#([^\"]+)\"").matcher(html).results().toList();
      assertThat(anchors).allSatisfy(a -> assertThat(html).contains("id=\"" + a.group(1) + "\""));
      assertThat(html).doesNotContain("&lt;!--", "--&gt;");
    }
  }

  @Test
  void promisesNoProviderThatIsNotOffered() {
    var html = TokenGuide.read(List.of(Provider.GITHUB)).text().toString();
    assertThat(html)
        .doesNotContain("glpat-", "read_api", "ATATT", "id.atlassian.com", "id=\"gitlab\"")
        .contains("id=\"making-a-fine-grained-token\"", "id=\"reading-checks\"");
    assertThat(html.replaceAll("(?s)<h2 id=\"coming-from-oauth\">.*", ""))
        .doesNotContain("GitLab", "Bitbucket");
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void beginsToSpeakOfEachProviderSomewhere(Provider provider) {
    assertThat(HTML).contains("id=\"" + TokenGuide.making(provider).split("#", 2)[1] + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab", "bitbucket"})
  void hasTheSamePartsForEachProvider(String provider) {
    for (var part :
        List.of(
            "reading-lights",
            "reading-checks",
            "commenting-and-approving",
            "merging",
            "re-running-checks-and-webhooks")) {
      assertThat(HTML).contains("id=\"" + provider + "-" + part + "\"");
    }
    assertThat(HTML)
        .contains("id=\"checking-a-" + provider + "-token\"")
        .contains("id=\"" + provider + "-in-short\"")
        .contains("id=\"formats-of-" + provider + "\"")
        .contains("id=\"where-" + provider + "-shows-it\"");
  }

  @Test
  void offersTheSameFilledInFormsAsTheAccountForm() {
    var links = TokenLinks.githubCom();
    assertThat(
            Stream.of(links.classic(), links.fineGrainedReading(), links.fineGrainedActing())
                .map(link -> link.toString().replace("&", "&amp;").replace("=", "&#61;"))
                .map(link -> link.replace("+", "&#43;")))
        .allSatisfy(link -> assertThat(HTML).contains("href=\"" + link + "\""));
  }

  @Test
  void holdsNothingThatLooksLikeAToken() {
    assertThat(HTML).doesNotContainPattern("(ghp_|gho_|ghs_|ghu_|github_pat_)[A-Za-z0-9]{4}");
    assertThat(HTML).doesNotContainPattern("(gl[a-z]{2,6}-|AT[BAC][BT]T?3xFf)[A-Za-z0-9]{6}");
  }
}
