package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.github.TokenLinks;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenGuideTests {
  private static final TokenGuide GUIDE = TokenGuide.read();
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
  }
}
