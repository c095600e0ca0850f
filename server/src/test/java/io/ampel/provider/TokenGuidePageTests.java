package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.AmpelTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.context.WebApplicationContext;

@AmpelTest
class TokenGuidePageTests {
  @Autowired WebApplicationContext ampel;

  @Test
  void standsInTheFrameOfEveryPage() {
    var page = MockMvcTester.from(ampel).get().uri(TokenGuide.PATH).exchange();
    assertThat(page).hasStatusOk();
    assertThat(page)
        .bodyText()
        .containsOnlyOnce("<h1>Access tokens</h1>")
        .contains("<title>Access tokens · Ampel</title>")
        .contains("<h3 id=\"insufficient-permissions\">Insufficient permissions</h3>")
        .doesNotContain("&lt;table");
  }
}
