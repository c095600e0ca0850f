package io.ampel.sync;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Vault;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import io.ampel.web.Chromium;
import io.ampel.web.Chromium.Look;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Picking repositories and looking after them, as a person does it. */
@AmpelTest(properties = "ampel.sync.tick=200ms")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class RepositoriesBrowserTests {
  private final Simulator simulator = Simulator.start(0);
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  @AutoClose private final Chromium chromium = Chromium.launch();
  private SyncWorld world;

  @BeforeAll
  void demo() {
    simulator.demoWorld();
    Visitor.first(port);
    world = new SyncWorld(jdbc, vault, simulator.githubBase());
  }

  @AfterAll
  void end() {
    simulator.close();
  }

  @Test
  @Order(1)
  void sendsANewcomerToAnAccountFirst() {
    var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, Look.LIGHT);
    page.navigate("/repositories");
    assertThat(page.getByText("No repositories yet")).isVisible();
    chromium.assertClean(page);
    chromium.picture(page, "repositories-none");
    page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Pick repositories"))
        .first()
        .click();
    assertThat(page.getByText("First add an account")).isVisible();
    chromium.assertClean(page);
  }

  @Test
  @Order(2)
  void picksWhatTheAccountSees() {
    world.account(world.person(Visitor.EMAIL), "Work at acme", Tokens.ADMIN);
    world.account(world.person(Visitor.EMAIL), "Side projects", Tokens.REVOKED);
    for (var look : Look.values()) {
      var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, look);
      page.navigate("/repositories/pick");
      page.locator(".pick-rows li").first().waitFor();
      chromium.assertClean(page);
      chromium.picture(page, "pick-" + look);
      page.context().close();
    }
    var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, Look.LIGHT);
    page.navigate("/repositories/pick");
    page.getByText("Side projects").first().click();
    assertThat(page.getByText("Invalid token")).isVisible();
    chromium.assertClean(page);
    chromium.picture(page, "pick-dead");
    page.navigate("/repositories/pick");
    page.locator(".pick-rows li").first().waitFor();
    page.locator(".pick-foot button[name=all]").click();
    page.waitForURL("**/repositories");
    chromium.picture(page, "repositories-first-sync");
  }

  @Test
  @Order(3)
  void looksRightEverywhere() {
    world.awaitFirstSync();
    budgetsThatDoNotLast();
    for (var look : Look.values()) {
      var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, look);
      page.navigate("/repositories");
      chromium.assertClean(page);
      chromium.picture(page, "repositories-" + look);
      page.locator(".repository-name").first().click();
      page.waitForURL("**/repositories/*");
      chromium.assertClean(page);
      chromium.picture(page, "repository-" + look);
      page.navigate("/health");
      chromium.assertClean(page);
      chromium.picture(page, "health-" + look);
      page.navigate("/settings/provider-accounts");
      chromium.assertClean(page);
      chromium.picture(page, "accounts-used-" + look);
      page.context().close();
    }
  }

  private void budgetsThatDoNotLast() {
    jdbc.sql(
            """
            update provider_account
            set    budgets = jsonb_build_object(
                     'core', jsonb_build_object('name', 'core', 'limit', 5000, 'remaining', 4100,
                                                'resetAt', now() + interval '25 min'),
                     'graphql', jsonb_build_object('name', 'graphql', 'limit', 5000,
                                                   'remaining', 900,
                                                   'resetAt', now() + interval '25 min'))
            where  name = 'Work at acme'
            """)
        .update();
    jdbc.sql(
            """
            update repository_sync
            set    failures = 1, next_due = now() + interval '1 hour',
                   problem  = '{"code": "PROVIDER_DOWN", "missing": []}'
            where  repository_id in (select repository_id from repository_sync limit 3)
            """)
        .update();
  }

  @Test
  @Order(4)
  void aPatternIsAddedAndRequirementsAreSet() {
    var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, Look.LIGHT);
    page.navigate("/repositories/pick");
    page.getByLabel("Pattern", new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
        .fill("acme/*");
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Add pattern")).click();
    assertThat(page.getByText("The pattern acme/* is kept")).isVisible();
    chromium.assertClean(page);
    chromium.picture(page, "pick-pattern");
    page.navigate("/repositories");
    page.locator(".repository-name").first().click();
    page.getByLabel("Approvals").fill("1");
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Save requirements")).click();
    assertThat(page.locator("main")).containsText("Saved. The lights were judged again.");
    assertThat(page.getByText("Set by Ada Lovelace")).isVisible();
    chromium.assertClean(page);
  }
}
