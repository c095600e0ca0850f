package io.ampel.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Review;
import io.ampel.web.Chromium;
import io.ampel.web.Chromium.Look;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** Nothing here asks a provider. */
@AmpelTest(properties = "ampel.sync.enabled=false")
@Import(Stage.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardBrowserTests {
  @LocalServerPort int port;
  @Autowired Stage stage;
  @AutoClose Chromium chromium = Chromium.launch();
  private Repository api;

  @BeforeAll
  void fill() {
    Visitor.first(port);
    var me = stage.person(Visitor.EMAIL);
    var account = stage.account(me, "ada");
    api = stage.repository("acme/api");
    stage.sees(me, account, api);
    stage.save(
        api,
        Sample.number(1).title("Mine and ready").author("ada").check("build", Check.State.PASSED),
        Sample.number(2).title("Asked of me").asked("ada").label("bug").talk("Why?"),
        Sample.number(3)
            .title("<script>document.title='owned'</script><img src=x onerror=alert(1)>")
            .body("<script>document.title='owned'</script>\n\n[x](javascript:alert(1)) **bold**")
            .label("<b>label</b>")
            .author("mallory")
            .conflict(),
        Sample.number(4).title("Waits for others").asked("li").asked("maria").author("jonas"),
        Sample.number(5).title("Ready by others").check("build", Check.State.PASSED),
        Sample.number(6)
            .title("שלום 👻 " + "very long ".repeat(40))
            .author(Account.GHOST)
            .asked("li"),
        Sample.number(7).title("Done").merged().review("ada", Review.Verdict.APPROVED));
  }

  private Page open(Look look, String path) {
    var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, look);
    page.navigate(path);
    return page;
  }

  @Test
  @Order(1)
  void showsSectionsAndCountsMyTurnInTheTab() {
    var page = open(Look.LIGHT, "/");
    assertThat(page).hasTitle("(2) Ampel");
    assertThat(page.locator(".part-head"))
        .hasText(
            new String[] {
              "Your turn2", "Ready to merge1", "Waiting for others2", "Blocked1", "Recently merged"
            });
    assertThat(page.locator("#lamp-READY strong")).hasText("2");
    assertThat(page.getByText("Waiting for @li or @maria to review")).isHidden();
    assertThat(page.getByText("Waiting for you to review")).isVisible();
    chromium.assertClean(page);
  }

  @ParameterizedTest
  @Order(2)
  @EnumSource(Look.class)
  void isAccessible(Look look) {
    var page = open(look, "/");
    assertThat(page.locator("[data-row]")).hasCount(7);
    chromium.assertClean(page);
    assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
    page.getByText("Asked of me").click();
    assertThat(page.locator("#paper-title")).hasText("Asked of me");
    chromium.assertClean(page);
    page.navigate("/pull-requests/" + stage.id(api, 3));
    assertThat(page.locator("#paper-title")).containsText("<script>");
    chromium.assertClean(page);
    page.navigate("/?q=is:purple");
    assertThat(page.locator("#mistake mark")).hasText("is:purple");
    chromium.assertClean(page);
    chromium.assertClean(page);
  }

  @Test
  @Order(3)
  void foreignTextIsOnlyText() {
    var page = open(Look.LIGHT, "/pull-requests/" + stage.id(api, 3));
    assertThat(page.locator(".prose strong")).hasText("bold");
    assertThat(page.locator(".prose a")).hasCount(0);
    assertThat(page).hasTitle(Pattern.compile("acme/api#3.*"));
    page.navigate("/");
    assertThat(page).hasTitle("(2) Ampel");
    assertThat(page.locator("#list img")).hasCount(0);
    chromium.assertClean(page);
  }

  @Test
  @Order(4)
  void isWorkedByKeys() {
    var page = open(Look.LIGHT, "/");
    page.keyboard().press("j");
    page.keyboard().press("j");
    page.keyboard().press("k");
    var first = page.locator("[data-row]").first();
    assertThat(first).hasAttribute("data-at", "");
    page.keyboard().press("Enter");
    assertThat(page.locator("#paper-title")).isFocused();
    assertThat(page).hasURL(Pattern.compile(".*/pull-requests/.*"));
    page.keyboard().press("Escape");
    assertThat(page.locator("#panel")).isHidden();
    assertThat(page).hasURL(Pattern.compile(".*:\\d+/$"));
    assertThat(first.locator(".pr-title")).isFocused();
    page.keyboard().press("/");
    assertThat(page.locator("#q")).isFocused();
    page.keyboard().press("Escape");
    page.keyboard().press("?");
    assertThat(page.locator("#keys")).isVisible();
    assertThat(page.locator("#keys")).containsText("Show Blocked only");
    page.keyboard().press("Escape");
    page.keyboard().press("3");
    assertThat(page).hasURL(Pattern.compile(".*light=BLOCKED.*"));
    assertThat(page.locator("[data-row]")).hasCount(1);
    assertThat(page.locator("#lamp-BLOCKED")).hasAttribute("aria-current", "true");
    chromium.assertClean(page);
  }

  @Test
  @Order(5)
  void anOpenPanelFollowsTheKeys() {
    var page = open(Look.LIGHT, "/");
    page.keyboard().press("j");
    page.keyboard().press("Enter");
    assertThat(page.locator("#paper-title")).isFocused();
    var title = page.locator("#paper-title").textContent();
    page.keyboard().press("j");
    assertThat(page.locator("#paper-title")).not().hasText(title);
    page.goBack();
    assertThat(page.locator("#panel")).isHidden();
  }

  @Test
  @Order(6)
  void aChangeAppearsWithoutReloadAndTheFocusStays() {
    var page = open(Look.LIGHT, "/");
    page.evaluate("window.unloaded = false");
    page.keyboard().press("j");
    page.keyboard().press("Enter");
    assertThat(page.locator("#paper-title")).isFocused();
    page.locator("#act-body").fill("Half a thought");
    page.evaluate("document.querySelectorAll('[data-row]').forEach(row => row.marked = true)");
    // The stream needs a moment to open; a change before it would be found by the next look only.
    page.waitForTimeout(1500);
    stage.save(
        api,
        Sample.number(8).title("Just opened"),
        Sample.number(4).title("Waits no more").author("jonas"),
        Sample.number(1).title("Mine, now broken").author("ada").check("build", Check.State.FAILED),
        Sample.number(2).title("Asked of me again").asked("ada").label("bug").talk("Why?"));
    assertThat(page.getByText("Just opened")).isVisible();
    assertThat(page.locator("#lamp-READY strong")).hasText("3");
    assertThat(page.locator(".pr-why", new Page.LocatorOptions().setHasText("“build” failed")))
        .isVisible();
    assertThat(page.locator("#act-body")).isFocused();
    assertThat(page.locator("#act-body")).hasValue("Half a thought");
    assertThat(page.locator("#pr-" + stage.id(api, 5)).evaluate("row => row.marked"))
        .isEqualTo(true);
    assertThat(page.evaluate("window.unloaded")).isEqualTo(false);
    chromium.assertClean(page);
  }

  @Test
  @Order(7)
  void eightTabsHearOfAChange() {
    var first = open(Look.LIGHT, "/");
    var context = first.context();
    for (var i = 0; i < 7; i++) {
      context.newPage().navigate(first.url());
    }
    context.pages().forEach(page -> assertThat(page.locator("#list")).isVisible());
    first.waitForTimeout(1500);
    stage.save(api, Sample.number(9).title("Heard by all"));
    for (var page : context.pages()) {
      page.bringToFront();
      assertThat(page.getByText("Heard by all")).isVisible();
      chromium.assertClean(page);
    }
  }

  @Test
  @Order(8)
  void filtersLiveInTheAddressAndCanBeTakenAway() {
    var page = open(Look.LIGHT, "/");
    page.locator("#q").fill("author:jonas");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*/\\?q=author%3Ajonas$"));
    assertThat(page.locator("[data-row]")).hasCount(1);
    assertThat(page.locator(".chips .chip")).hasText("author:jonas");
    page.getByLabel("Remove author:jonas").click();
    assertThat(page).hasURL(Pattern.compile(".*:\\d+/$"));
    page.navigate("/?q=nowhere-to-be-found");
    assertThat(page.getByText("Nothing matches")).isVisible();
    page.getByText("Show all open pull requests").click();
    assertThat(page.locator(".part").first()).isVisible();
  }
}
