package io.ampel.provider;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.pullrequest.Provider;
import io.ampel.web.Chromium;
import io.ampel.web.Chromium.Look;
import java.util.Locale;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The forms of three providers in a real browser, wide and narrow, light and dark. */
@AmpelTest
@Import(StubProviders.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderFormsBrowserTests {
  private static final String PATH = ProviderAccountsController.PATH;

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private StubProviders stubs;
  @Autowired private AccountBanners banners;
  private final Chromium chromium = Chromium.launch();

  @BeforeAll
  void people() {
    Visitor.first(port);
  }

  @AfterEach
  void clean() {
    chromium.forgetComplaints();
    jdbc.sql("delete from provider_account").update();
    banners.read();
    stubs.answer(Provider.BITBUCKET, StubProviders::introduction);
  }

  @AfterAll
  void stop() {
    chromium.close();
  }

  @Test
  void theFirstPageOffersThreeProviders() {
    for (var look : Look.values()) {
      var page = open(look, "/");
      assertThat(page.locator(".provider-choices a")).hasCount(3);
      shows(page, "first-run", look);
      page.locator(".provider-choices a").filter(named("Bitbucket")).click();
      assertThat(page.getByLabel("Username")).isVisible();
    }
  }

  @Test
  void theEmptyListOfAccountsOffersThem() {
    for (var look : Look.values()) shows(open(look, PATH), "accounts-empty-three", look);
  }

  @Test
  void theFormOfGitLabLeadsToTheGitLabThatIsTyped() {
    for (var look : Look.values()) {
      var page = open(look, PATH + "/new?provider=gitlab");
      assertThat(page.getByLabel("Personal Access Token")).isVisible();
      assertThat(page.getByLabel("Username")).hasCount(0);
      shows(page, "form-gitlab", look);
      page.getByLabel("Base URL").fill("https://x.example.org/gitlab");
      page.getByLabel("Base URL").press("Tab");
      assertThat(page.locator("#making a").first())
          .hasAttribute(
              "href",
              "https://x.example.org/gitlab/-/user_settings/personal_access_tokens/legacy/new"
                  + "?name=Ampel+PR+Dashboard&scopes=api&description=Reads+and+merges+merge+requests");
      shows(page, "form-gitlab-own", look);
    }
  }

  @Test
  void theFormOfBitbucketAsksForWhatTheKindNeeds() {
    for (var look : Look.values()) {
      var page = open(look, PATH + "/new?provider=bitbucket");
      assertThat(page.getByLabel("App Password or API token")).isVisible();
      assertThat(page.getByLabel("Workspace")).isHidden();
      shows(page, "form-bitbucket-api", look);
      page.getByText("Access token", new Page.GetByTextOptions().setExact(true)).first().click();
      assertThat(page.getByLabel("Username")).isHidden();
      page.getByLabel("Workspace").fill("acme/api");
      page.getByLabel("Workspace").press("Tab");
      assertThat(page.locator("#making ul a"))
          .hasAttribute("href", "https://bitbucket.org/acme/api/admin/access-tokens");
      shows(page, "form-bitbucket-access", look);
    }
  }

  @Test
  void theKindIsChosenByKeyboard() {
    var page = open(Look.LIGHT, PATH + "/new?provider=bitbucket");
    page.getByLabel("Account Name").fill("Keys");
    page.keyboard().press("Tab");
    page.keyboard().press("ArrowRight");
    assertThat(page.getByLabel("Workspace")).isVisible();
    page.keyboard().press("Tab");
    page.keyboard().type("acme");
    page.keyboard().press("Tab");
    page.keyboard().type("aB3_".repeat(10));
    page.keyboard().press("Enter");
    page.waitForURL("**" + PATH);
    assertThat(page.getByText("bitbucket.org/acme")).isVisible();
  }

  @Test
  void aRefusedTokenOfBitbucketNamesItsLookAlikes() {
    stubs.answer(
        Provider.BITBUCKET,
        _ -> {
          throw new ProviderFailure(
              AccountProblem.of(
                  Code.INVALID_TOKEN,
                  "Token is invalid, expired, or not supported for this endpoint."));
        });
    for (var look : Look.values()) {
      var page = open(look, PATH + "/new?provider=bitbucket");
      page.getByLabel("Account Name").fill("Work");
      page.getByLabel("Username").fill("mira");
      page.getByLabel("App Password or API token").fill("ATBB" + "aB3x".repeat(8));
      button(page, "Test Connection").click();
      var result = page.locator("#result .result");
      assertThat(result.getByRole(AriaRole.HEADING)).hasText("Invalid token");
      assertThat(result).containsText("28 July 2026");
      shows(page, "test-bitbucket-fails", look);
    }
  }

  @Test
  void whatATokenMayDoIsSaidInTheWordsOfItsProvider() {
    for (var look : Look.values()) {
      var page = open(look, PATH + "/new?provider=gitlab");
      page.getByLabel("Account Name").fill("Work");
      page.getByLabel("Personal Access Token").fill("glpat-" + "aB3_".repeat(5));
      button(page, "Test Connection").click();
      assertThat(page.locator("#result table")).containsText("Needs api");
      shows(page, "test-gitlab-reads", look);
    }
  }

  @Test
  void accountsOfThreeProvidersStandInOneList() {
    add("gitlab", "GitLab at work", "");
    add("bitbucket", "Bitbucket", ",\"username\":\"mira@example.org\"");
    add("bitbucket", "One repository", ",\"workspace\":\"acme/api\"");
    for (var look : Look.values()) shows(open(look, PATH), "accounts-three", look);
    for (var look : Look.values()) {
      var page = open(look, PATH);
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("One repository")).click();
      assertThat(page.getByLabel("Workspace")).hasValue("acme/api");
      shows(page, "edit-bitbucket", look);
    }
    for (var look : Look.values()) {
      var page = open(look, "/repositories/pick");
      assertThat(page.getByText("network-configuration")).isVisible();
      shows(page, "pick-gitlab", look);
    }
  }

  @Test
  void theGuideIsReadable() {
    for (var look : Look.values()) {
      var page = open(look, TokenGuide.PATH);
      chromium.assertClean(page);
      scrollsOneWayOnly(page, "guide");
      chromium.picture(page, "guide-" + look.name().toLowerCase(Locale.ROOT));
    }
  }

  private void shows(Page page, String name, Look look) {
    chromium.assertClean(page);
    chromium.picture(page, name + "-" + look.name().toLowerCase(Locale.ROOT));
    scrollsOneWayOnly(page, name);
  }

  private static void scrollsOneWayOnly(Page page, String name) {
    var wide = page.evaluate("document.documentElement.scrollWidth > innerWidth");
    Assertions.assertThat(wide).as("scrolls sideways: " + name).isEqualTo(false);
  }

  private Page open(Look look, String path) {
    var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, look);
    page.navigate(path);
    return page;
  }

  private void add(String provider, String name, String more) {
    var visitor = new Visitor(port);
    visitor.signIn(Visitor.EMAIL, Visitor.PASSWORD);
    var body =
        "{\"provider\":\"%s\",\"name\":\"%s\",\"token\":\"%s\"%s}"
            .formatted(provider, name, "aB3_".repeat(8), more);
    var answer = visitor.json("POST", "/api/v1/provider-accounts", body);
    if (answer.statusCode() != 201) throw new IllegalStateException(answer.body());
  }

  private static Locator.FilterOptions named(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
