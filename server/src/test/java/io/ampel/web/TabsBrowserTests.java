package io.ampel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Live;
import io.ampel.web.Chromium.Look;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

@AmpelTest
@Import(TabsBrowserTests.ForEverybody.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TabsBrowserTests {
  private static final int TABS = 8;
  @LocalServerPort int port;
  @Autowired Live live;
  @Autowired EventStream stream;
  @AutoClose Chromium chromium = Chromium.launch();

  @TestConfiguration
  static class ForEverybody {
    @Bean
    EventFilter test() {
      return new EventFilter() {
        @Override
        public String topic() {
          return "test";
        }

        @Override
        public Predicate<Viewer> audience(String id) {
          return _ -> true;
        }
      };
    }
  }

  @BeforeAll
  void createTheFirstAccount() {
    Visitor.first(port);
  }

  /** Over plain http on a network address there are no locks, and a lease stands in. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eightTabsHoldOneStreamAndAllHearAlsoWhenTheFirstIsClosed(boolean locks) {
    var first = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, Look.LIGHT);
    if (!locks) {
      first
          .context()
          .addInitScript("Object.defineProperty(navigator, 'locks', {value: undefined})");
    }
    var tabs = new ArrayList<>(List.of(first));
    while (tabs.size() < TABS) tabs.add(first.context().newPage());
    for (var tab : tabs) {
      tab.navigate("/settings/profile");
      tab.evaluate(
          """
          () => {
            window.heard = [];
            document.body.addEventListener('live-test', e => window.heard.push(e.detail.id));
          }
          """);
    }
    awaitOneStream();
    assertAllHear(tabs, "one");
    tabs.removeFirst().close();
    awaitOneStream();
    assertAllHear(tabs, "two");
    tabs.getFirst().context().close();
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> {
          // The other time it is the heartbeat that finds nobody there.
          if (locks) live.publish("test", "is anybody there");
          return stream.listening() == 0;
        });
  }

  private void awaitOneStream() {
    await()
        .atMost(Duration.ofSeconds(40))
        .pollDelay(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          live.publish("test", "are you there");
          assertThat(stream.listening()).isOne();
        });
  }

  private void assertAllHear(List<Page> tabs, String id) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> {
          live.publish("test", id);
          for (var tab : tabs)
            assertThat((List<?>) tab.evaluate("window.heard")).anyMatch(id::equals);
        });
  }

  @Test
  void theDescriptionOfTheRestInterfaceShowsUnderThePolicy() {
    var page = chromium.page(port, Look.LIGHT);
    page.navigate("/v3/docs");
    page.getByText("/api/v1/pull-requests/{id}/merge").first().waitFor();
    chromium.assertClean(page);
    chromium.picture(page, "api-docs");
    page.getByText("MergeBody").first().click();
    assertThat(page.url()).endsWith("#shape-MergeBody");
    assertThat(page.locator("#shape-MergeBody").isVisible()).isTrue();
    page.context().close();
  }

  @Test
  void theCheckSeesWhatIsWrong() {
    chromium.forgetComplaints();
    var page = chromium.page(port, Look.LIGHT);
    page.navigate("/sign-in");
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=/favicon.svg>')");
    assertThatThrownBy(() -> chromium.assertClean(page)).hasMessageContaining("image-alt");
    page.evaluate("console.error('oh dear')");
    assertThatThrownBy(() -> chromium.assertClean(page)).hasMessageContaining("oh dear");
    chromium.forgetComplaints();
  }
}
