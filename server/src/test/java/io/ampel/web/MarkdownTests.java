package io.ampel.web;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.output.StringOutput;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTests {

  private static String foreign(String markdown) {
    return Markdown.foreign(markdown).toString();
  }

  private static String document(String markdown) {
    return Markdown.document(markdown).toString();
  }

  @Test
  void rendersTheUsualMarks() {
    assertThat(foreign("A *small* **change**\n\n- one\n- two\n\n```java\nint a = 1;\n```"))
        .contains("<em>small</em>", "<strong>change</strong>", "<li>one</li>")
        .contains("<pre><code class=\"language-java\">int a &#61; 1;");
  }

  @Test
  void rendersTablesWithTheirAlignment() {
    assertThat(document("| a | b |\n|---|:-:|\n| 1 | 2 |"))
        .contains("<table>", "<thead>", "<th>a</th>", "<td align=\"center\">2</td>");
  }

  @Test
  void aTemplatePrintsItAsItStands() {
    var page = new StringOutput();
    page.writeUserContent(Markdown.foreign("**bold**"));
    assertThat(page.toString()).contains("<strong>bold</strong>");
  }

  @Nested
  class Anchors {

    @Test
    void headingsOfOursCarryTheAnchorACodeHostGivesThem() {
      assertThat(document("## Can't see repositories")).contains("id=\"cant-see-repositories\"");
      assertThat(document("## `gho_`, and *OAuth*")).contains("id=\"gho_-and-oauth\"");
    }

    @Test
    void equalHeadingsAreToldApart() {
      assertThat(document("## Steps\n\n## Steps"))
          .contains("id=\"steps\"")
          .contains("id=\"steps-1\"");
    }

    @Test
    void aDocumentOfOursMayLinkToItsOwnHeadings() {
      assertThat(document("[there](#steps)")).contains("href=\"#steps\"");
    }

    @Test
    void aStrangersHeadingHasNoAnchorAndStandsBelowOurs() {
      assertThat(foreign("# logout")).isEqualTo("<h3>logout</h3>\n");
      assertThat(foreign("###### small")).isEqualTo("<h6>small</h6>\n");
    }
  }

  @Nested
  class Links {

    @Test
    void saysThatLinksAreNotOurs() {
      assertThat(foreign("[docs](https://example.com/a?b=c&d=e)"))
          .contains("href=\"https://example.com/a?b&#61;c&amp;d&#61;e\"")
          .contains("rel=\"nofollow noopener");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "[a](javascript:alert(1))",
          "[a](JaVaScRiPt:alert(1))",
          "[a](java&#10;script:alert(1))",
          "[a](&#x6A;avascript:alert(1))",
          "[a](\u0001javascript:alert(1))",
          "[a](vbscript:msgbox(1))",
          "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
          "[a](file:///etc/passwd)",
          "[a](//evil.example/x)",
          "[a](/api/v1/api-tokens)",
          "[a](docs/readme.md)",
          "[a](#account)",
          "<javascript:alert(1)>",
          "[a]\n\n[a]: javascript:alert(1)"
        })
    void dropsEveryOtherAddress(String markdown) {
      assertThat(foreign(markdown)).doesNotContain("href").contains("a");
    }
  }

  @Nested
  class Images {

    @Test
    void comeByHttps() {
      assertThat(foreign("![chart](https://example.com/a.png)"))
          .contains("<img src=\"https://example.com/a.png\" alt=\"chart\"");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "![a](http://example.com/a.png)",
          "![a](javascript:alert(1))",
          "![a](data:image/svg+xml;base64,PHN2Zz4=)",
          "![a](/logout)",
          "![a](//evil.example/x.png)"
        })
    void orNotAtAll(String markdown) {
      assertThat(foreign(markdown)).doesNotContain("src=");
    }

    @Test
    void cannotBringAnAttributeAlong() {
      assertThat(foreign("![\" onerror=alert(1) x=\"](https://example.com/a.png)"))
          .doesNotContain("\" onerror");
    }
  }

  @Nested
  class RawHtml {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "text <svg/onload=alert(1)> text",
          "<iframe src=\"https://evil.example\"></iframe>",
          "<a href=\"javascript:alert(1)\">x</a>",
          "<div hx-get=\"/sign-out\" hx-trigger=\"load\">x</div>",
          "<style>body{display:none}</style>",
          "<form action=\"/sign-out\" method=post><button>x</button></form>",
          "<base href=\"https://evil.example/\">",
          "<math><mtext></p><style><img src=x onerror=alert(1)></style></mtext></math>",
          "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
          "<!--><img src=x onerror=alert(1)>-->",
          "<!-- --!><script>alert(1)</script> -->",
          "<scr<!-- -->ipt>alert(1)</scr<!-- -->ipt>",
          "<!-- a --><script>alert(1)</script>",
          "`<script>alert(1)</script>`",
          "```\"><script>alert(1)</script>\nx\n```",
          "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
          "[<script>alert(1)</script>](https://example.com)",
          "[x](https://example.com \"\\\"><script>alert(1)</script>\")",
          "<https://example.com/\"onmouseover=alert(1)>",
          "&lt;script&gt;alert(1)&lt;/script&gt;"
        })
    void isTextAndNothingElse(String markdown) {
      for (var html : new String[] {foreign(markdown), document(markdown)}) {
        assertThat(html)
            .doesNotContainPattern(
                "(?i)<(script|svg|iframe|style|form|base|math|noscript|div|button|!--)")
            .doesNotContainPattern("(?i)<[^>]*\\s(on\\w+|hx-\\w+|style)\\s*=")
            .doesNotContainPattern("(?i)<[^>]*javascript:");
      }
    }

    @Test
    void isShownAsItWasWritten() {
      assertThat(foreign("a <b>word</b>")).contains("a &lt;b&gt;word&lt;/b&gt;");
    }

    @Test
    void theCommentsOfATemplateAreLeftOut() {
      assertThat(foreign("<!-- Describe\nyour change -->\n\nFixes it <!-- issue --> now"))
          .isEqualTo("<p>Fixes it  now</p>\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"> ", "- ", "*a _b ", "![", "[", "**", "`", "<!--", "|", "&#"})
  @Timeout(5)
  void survivesTextThatNoPersonWrites(String piece) {
    assertThat(foreign(piece.repeat(65_536 / piece.length()))).isNotEmpty();
  }

  @Test
  void survivesDeepNestingAsPlainText() {
    assertThat(foreign("*a _b ".repeat(5_000) + "b_ a*".repeat(5_000))).startsWith("<pre>*a _b ");
  }
}
