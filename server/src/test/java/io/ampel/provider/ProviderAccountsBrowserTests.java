package io.ampel.provider;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import io.ampel.web.Chromium;
import io.ampel.web.Chromium.Look;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@AmpelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderAccountsBrowserTests {
  private static final String PATH = ProviderAccountsController.PATH;
  private static final Simulator github = Simulator.start(0);

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private ProviderAccounts accounts;
  @Autowired private AccountBanners banners;
  private final Chromium chromium = Chromium.launch();

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("ampel.github-url", github::githubBase);
    registry.add("ampel.web.image-sources", github::url);
  }

  @BeforeAll
  void people() {
    github.demoWorld();
    Visitor.first(port);
  }

  @AfterEach
  void clean() {
    chromium.forgetComplaints();
    jdbc.sql("delete from provider_account").update();
    banners.read();
  }

  @AfterAll
  void stop() {
    chromium.close();
    github.close();
  }

  @Test
  void aFirstAccountIsTestedMendedAndSaved() {
    var page = open(Look.LIGHT, PATH);
    assertThat(page.getByText("No account yet")).isVisible();
    chromium.assertClean(page);
    chromium.picture(page, "accounts-empty");

    page.getByRole(AriaRole.MAIN).getByText("Add Account").first().click();
    page.getByLabel("Account Name").fill("Work");
    page.getByLabel("Personal Access Token").fill(Tokens.UNKNOWN);
    button(page, "Test Connection").click();
    assertThat(result(page).getByRole(AriaRole.HEADING)).hasText("Invalid token");
    assertThat(page.getByLabel("Account Name")).hasValue("Work");
    assertThat(page.getByLabel("Personal Access Token")).hasValue(Tokens.UNKNOWN);
    chromium.assertClean(page);
    chromium.picture(page, "accounts-test-fails");

    button(page, "Save").click();
    assertThat(result(page)).containsText("Not saved.");

    page.getByLabel("Personal Access Token").fill(Tokens.ADMIN);
    button(page, "Test Connection").click();
    assertThat(result(page).getByRole(AriaRole.HEADING)).hasText("Connected");
    assertThat(result(page)).containsText("mira");
    chromium.assertClean(page);
    chromium.picture(page, "accounts-test-passes");

    button(page, "Save").click();
    page.waitForURL("**" + PATH);
    assertThat(page.getByText("Saved Work.")).isVisible();
    assertThat(card(page, "Work")).containsText("Working");
    assertThat(page.content()).doesNotContain(Tokens.ADMIN);
    chromium.assertClean(page);
  }

  @Test
  void everythingIsReachedByKeyboard() {
    var page = open(Look.LIGHT, PATH);
    page.keyboard().press("n");
    page.waitForURL("**" + PATH + "/new");
    assertThat(page.getByLabel("Account Name")).isFocused();
    page.keyboard().type("Keys");
    page.keyboard().press("Tab");
    page.keyboard().type(Tokens.ADMIN);
    page.keyboard().press("Enter");
    page.waitForURL("**" + PATH);
    assertThat(card(page, "Keys")).isVisible();
    page.keyboard().press("j");
    assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Keys")))
        .isFocused();
    page.keyboard().press("t");
    assertThat(card(page, "Keys").getByRole(AriaRole.TABLE)).isVisible();
    chromium.assertClean(page);
  }

  @Test
  void whatIsMissingIsSaidBesideTheForm() {
    var page = open(Look.LIGHT, PATH + "/new");
    button(page, "Test Connection").click();
    assertThat(page.locator("#result")).containsText("is missing");
    page.getByLabel("Account Name").fill("Work");
    page.getByLabel("Personal Access Token").fill("glpat-abcdefghij0123456789");
    button(page, "Test Connection").click();
    assertThat(result(page)).containsText("It looks like a token of GitLab.");
    chromium.picture(page, "accounts-hint");
  }

  @Test
  void aNewAddressIsConfirmedByItsName() {
    try (var server = Simulator.start(0)) {
      server.world().repository("acme/api");
      var page = open(Look.LIGHT, PATH + "/new");
      page.getByLabel("Account Name").fill("Own server");
      page.getByLabel("Personal Access Token").fill(Tokens.ADMIN);
      page.getByLabel("Base URL").fill(server.githubBase().toString());
      button(page, "Test Connection").click();
      var host = server.githubBase().getAuthority() + "/github";
      assertThat(result(page).getByRole(AriaRole.HEADING)).hasText("Send tokens to " + host + "?");
      chromium.assertClean(page);
      chromium.picture(page, "accounts-consent");
      assertThat(server.calls().recent()).isEmpty();
      button(page, "Yes, " + host + " is ours").click();
      assertThat(result(page).getByRole(AriaRole.HEADING)).hasText("Connected");
    }
  }

  @Test
  void anAccountIsReplacedRestedAndDeleted() {
    add(Tokens.ADMIN, "Work");
    var page = open(Look.LIGHT, PATH);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Work")).click();
    assertThat(page.getByLabel("Personal Access Token")).hasValue("");
    assertThat(page.getByLabel("Personal Access Token"))
        .hasAttribute("placeholder", "saved, paste a new one to replace");
    chromium.assertClean(page);
    chromium.picture(page, "accounts-edit");
    page.getByLabel("Personal Access Token").fill(Tokens.READER);
    button(page, "Save").click();
    assertThat(result(page)).containsText("This is somebody else’s token");
    chromium.assertClean(page);
    chromium.picture(page, "accounts-other-identity");
    button(page, "Yes, use the token of noor").click();
    page.waitForURL("**" + PATH);
    assertThat(card(page, "Work")).containsText("noor");

    button(page, "Disable").click();
    assertThat(card(page, "Work")).containsText("Disabled");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Work")).click();
    button(page, "Delete").click();
    var dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("nothing disappears");
    assertThat(dialog.getByText("Cancel")).isFocused();
    chromium.picture(page, "accounts-delete");
    dialog.getByText("Delete", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(page.getByText("No account yet")).isVisible();
  }

  @Test
  void aDyingTokenIsSeenOnEveryPage() {
    add(Tokens.ADMIN, "Work");
    add(Tokens.EXPIRING, "Side project");
    add(Tokens.FINE_GRAINED, "Acme, fine-grained");
    var page = open(Look.LIGHT, PATH);
    assertThat(page.getByText("The token of “Side project” ends in 4 days.")).isVisible();
    var died = UUID.fromString(id("Work"));
    accounts.died(died, AccountProblem.of(AccountProblem.Code.INVALID_TOKEN, "Bad credentials"));
    assertThat(card(page, "Work")).containsText("Not accepted any more");
    banners.read();
    for (var look : Look.values()) {
      var there = open(look, PATH);
      assertThat(there.getByText("“Work” is not used any more: Invalid token.")).isVisible();
      chromium.assertClean(there);
      chromium.picture(there, "accounts-list-" + look.name().toLowerCase());
    }
    for (var look : Look.values()) {
      var there = open(look, PATH + "/new");
      there.getByLabel("Account Name").fill("More");
      there.getByLabel("Personal Access Token").fill(Tokens.FINE_GRAINED);
      button(there, "Test Connection").click();
      assertThat(result(there).getByRole(AriaRole.TABLE)).isVisible();
      chromium.assertClean(there);
      chromium.picture(there, "accounts-form-" + look.name().toLowerCase());
    }
  }

  private Page open(Look look, String path) {
    var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, look);
    page.navigate(path);
    return page;
  }

  private void add(String token, String name) {
    var visitor = new Visitor(port);
    visitor.signIn(Visitor.EMAIL, Visitor.PASSWORD);
    var answer =
        visitor.json(
            "POST",
            "/api/v1/provider-accounts",
            "{\"provider\":\"github\",\"name\":\"%s\",\"token\":\"%s\"}".formatted(name, token));
    if (answer.statusCode() != 201) throw new IllegalStateException(answer.body());
  }

  private String id(String name) {
    return jdbc.sql("select id from provider_account where name = :name")
        .param("name", name)
        .query(String.class)
        .single();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator result(Page page) {
    return page.locator("#result .result");
  }

  private static Locator card(Page page, String name) {
    return page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName(name));
  }
}
