package io.ampel.identity;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.ampel.platform.AmpelTest;
import io.ampel.web.Chromium;
import io.ampel.web.Chromium.Look;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.test.web.server.LocalServerPort;

@AmpelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class PagesBrowserTests {
  private static final List<String> PLACES =
      List.of("/settings/profile", "/settings/api-tokens", "/people", "/audit");

  @LocalServerPort int port;
  @AutoClose Chromium chromium = Chromium.launch();

  @Test
  @Order(1)
  void makesTheFirstAccount() {
    var page = chromium.page(port, Look.LIGHT);
    page.navigate("/");
    assertThat(page.getByRole(AriaRole.HEADING)).hasText("Create the first account");
    chromium.assertClean(page);
    chromium.picture(page, "welcome");
    page.getByLabel("Name").fill("Ada Lovelace");
    page.getByLabel("E-mail").fill(Visitor.EMAIL);
    page.getByLabel("Password").fill(Visitor.PASSWORD);
    button(page, "Create account").click();
    page.waitForURL(url -> !url.contains("/welcome"));
    chromium.forgetComplaints();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  @Order(2)
  void looksRightEverywhere() {
    var admin = new Visitor(port);
    admin.signIn(Visitor.EMAIL, Visitor.PASSWORD);
    admin.add(port, "grace@example.org");
    admin.json("POST", "/api/v1/people", "{\"email\":\"linus@example.org\",\"name\":\"Linus\"}");
    admin.program("READ");
    for (var look : Look.values()) {
      var signIn = chromium.page(port, look);
      signIn.navigate("/sign-in");
      chromium.assertClean(signIn);
      chromium.picture(signIn, "sign-in-" + look);
      var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, look);
      for (var place : PLACES) {
        page.navigate(place);
        chromium.assertClean(page);
        chromium.picture(page, place.replaceAll(".*/", "") + "-" + look);
      }
      page.context().close();
    }
  }

  @Test
  @Order(3)
  void showsATokenOnce() {
    var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, Look.LIGHT);
    page.navigate("/settings/api-tokens");
    page.getByLabel("Name").fill("Release script");
    button(page, "Make token").click();
    assertThat(page.locator("#made-token"))
        .hasValue(java.util.regex.Pattern.compile("ampel_.{43}"));
    chromium.assertClean(page);
    chromium.picture(page, "token-made");
    page.navigate("/settings/api-tokens");
    assertThat(page.locator("#made-token")).hasCount(0);
    button(page, "Revoke Release script").click();
    assertThat(button(page, "Cancel")).isFocused();
    chromium.picture(page, "token-revoke");
    page.getByRole(AriaRole.DIALOG)
        .getByText("Revoke", new Locator.GetByTextOptions().setExact(true))
        .click();
    assertThat(page.getByText("The token is revoked.")).isVisible();
    chromium.assertClean(page);
  }

  @Test
  @Order(4)
  void keepsTheChosenThemeAndShowsKeys() {
    var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, Look.LIGHT);
    page.navigate("/settings/profile");
    var root = page.locator("html");
    assertThat(root).hasAttribute("data-bs-theme", "light");
    button(page, "Dark").click();
    assertThat(root).hasAttribute("data-bs-theme", "dark");
    page.reload();
    assertThat(root).hasAttribute("data-bs-theme", "dark");
    page.keyboard().press("?");
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Profile");
    chromium.assertClean(page);
    chromium.picture(page, "keys");
    page.keyboard().press("Escape");
    page.navigate("/audit");
    page.keyboard().press("g");
    page.keyboard().press("p");
    page.waitForURL("**/settings/profile");
  }

  @Test
  @Order(5)
  void reachesEverythingOnAPhone() {
    var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, Look.PHONE);
    page.navigate("/settings/profile");
    button(page, "Menu").click();
    chromium.assertClean(page);
    chromium.picture(page, "menu-phone");
    page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("People")).click();
    assertThat(
            page.getByRole(
                AriaRole.HEADING, new GetByRoleOptions().setName("People").setExact(true)))
        .isVisible();
  }

  @Test
  @Order(6)
  void showsAFriendlyPageWhereThereIsNone() {
    var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, Look.LIGHT);
    page.navigate("/nowhere");
    assertThat(page.getByRole(AriaRole.HEADING)).hasText("Not found");
    chromium.forgetComplaints();
    chromium.assertClean(page);
    chromium.picture(page, "not-found");
  }
}
