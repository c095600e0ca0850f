package io.ampel.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real browser for the tests of all rooms. Whatever a page writes to the console as an error, or
 * throws, or has refused by the content security policy, is kept and fails {@link #assertClean}.
 *
 * <pre>{@code
 * @AmpelTest
 * class PanelBrowserTests {
 *   @LocalServerPort int port;
 *   @AutoClose Chromium chromium = Chromium.launch();
 *
 *   @Test
 *   void shows() {
 *     Visitor.first(port);
 *     var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, Look.LIGHT);
 *     page.navigate("/");
 *     chromium.assertClean(page);
 *   }
 * }
 * }</pre>
 */
public final class Chromium implements AutoCloseable {
  /** Milliseconds; a machine that does much else at the same time is slow, not wrong. */
  private static final int PATIENCE = 30_000;

  private static final List<String> PLACES =
      List.of(
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome",
          "/usr/bin/google-chrome-stable",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

  /** How large the window is and which colours the system prefers. */
  public enum Look {
    LIGHT(1280, 800, ColorScheme.LIGHT),
    DARK(1280, 800, ColorScheme.DARK),
    PHONE(390, 844, ColorScheme.LIGHT);

    private final int width;
    private final int height;
    private final ColorScheme scheme;

    Look(int width, int height, ColorScheme scheme) {
      this.width = width;
      this.height = height;
      this.scheme = scheme;
    }
  }

  private final Playwright playwright;
  private final Browser browser;
  private final Map<String, List<Cookie>> sessions = new HashMap<>();
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  public static Chromium launch() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    var installed = installed();
    var environment =
        installed.isPresent()
            ? Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            : Map.<String, String>of();
    var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    var options = new LaunchOptions().setArgs(List.of("--no-sandbox", "--disable-gpu"));
    installed.ifPresent(options::setExecutablePath);
    return new Chromium(playwright, playwright.chromium().launch(options));
  }

  private static Optional<Path> installed() {
    return Stream.concat(
            Optional.ofNullable(System.getenv("AMPEL_CHROMIUM")).stream(), PLACES.stream())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A browser of its own, with its own cookies; further tabs by {@code context.newPage()}. */
  public BrowserContext context(int port, Look look) {
    var context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL("http://127.0.0.1:" + port)
                .setViewportSize(look.width, look.height)
                .setColorScheme(look.scheme));
    context.setDefaultTimeout(PATIENCE);
    context.onConsoleMessage(message -> {
      if (message.type().equals("error")) complaints.add(message.text());
    });
    context.onWebError(error -> complaints.add(error.error()));
    return context;
  }

  public Page page(int port, Look look) {
    return context(port, look).newPage();
  }

  /** By the form; a later window of the same person takes the session over while it lasts. */
  public Page signedIn(int port, String email, String password, Look look) {
    var page = page(port, look);
    var who = port + email;
    if (sessions.containsKey(who)) {
      page.context().addCookies(sessions.get(who));
      page.navigate("/");
    } else {
      page.navigate("/sign-in");
    }
    if (page.url().contains("/sign-in")) {
      signIn(page, email, password);
      sessions.put(who, page.context().cookies());
    }
    forgetComplaints();
    return page;
  }

  private static void signIn(Page page, String email, String password) {
    page.getByLabel("E-mail").fill(email);
    page.getByLabel("Password").fill(password);
    page.locator("button[type=submit]").click();
    page.waitForURL(url -> !url.contains("/sign-in"));
  }

  /** No errors so far, and nothing on this page that axe objects to. */
  public void assertClean(Page page) {
    page.waitForLoadState(LoadState.LOAD);
    assertThat(List.copyOf(complaints)).as("errors in the browser at " + page.url()).isEmpty();
    // Legacy is what axe calls looking without a second page, which only frames of others need.
    var violations =
        new AxeBuilder(page)
            .setLegacyMode(true).analyze().getViolations().stream()
                .map(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes())
                .toList();
    assertThat(violations).as("axe at " + page.url()).isEmpty();
  }

  /** For a test that caused an error on purpose. */
  public void forgetComplaints() {
    complaints.clear();
  }

  /**
   * A picture to look at, under {@code target/screenshots}, where {@code -Dpictures} asks for it.
   */
  public void picture(Page page, String name) {
    if (!Boolean.getBoolean("pictures")) return;
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target", "screenshots", name + ".png"))
            .setFullPage(true));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
