package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.identity.Visitor;
import io.ampel.web.Chromium;
import io.ampel.web.Chromium.Look;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script {@code ampel} says and how it ends. */
@Timeout(300)
@EnabledOnOs({OS.LINUX, OS.MAC})
class ScriptTests {
  private final Script script = new Script();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frobnicate",
        "run --port",
        "run --port many",
        "run --port 70000",
        "run --host",
        "run --simulator-port x",
        "run --fast",
        "test now",
        "build it",
        "rotate-key now",
        "reset-password",
        "backup",
        "restore one two"
      })
  void calledWronglyItEndsWithTwo(String arguments) {
    var ended = script.run(arguments.split(" "));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err().lines()).singleElement().asString().endsWith("See ./ampel help.");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void itHelps() {
    assertThat(script.run("help").code()).isZero();
    assertThat(script.run().out()).contains("./ampel run", "./ampel restore FILE", "AMPEL_HOME");
  }

  @Test
  void withoutAJdk25ItEndsWithThree() throws IOException {
    var older = script.house().resolve("jdk-17");
    Files.createDirectories(older.resolve("bin"));
    script.file("jdk-17/bin/java", "").file("jdk-17/bin/javac", "");
    Files.writeString(older.resolve("release"), "JAVA_VERSION=\"17.0.12\"\n");
    for (var home : List.of("", older.toString())) {
      var ended = script.with("JAVA_HOME", home).run("run");
      assertThat(ended.code()).as(ended.err()).isEqualTo(3);
      assertThat(ended.err().lines()).singleElement().asString().contains("needs a JDK 25");
      assertThat(ended.out()).isEmpty();
    }
  }

  @Test
  void aTakenPortEndsItWithFour() throws IOException {
    script.with("AMPEL_HOME", AmpelProcess.newHome().toString());
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = String.valueOf(taken.getLocalPort());
      var ended = script.run("run", "--port", port);
      assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(4);
      assertThat(ended.err().lines())
          .singleElement()
          .asString()
          .contains("Port " + port + " is taken");

      var demo = script.run("run", "--demo", "--simulator-port", port);
      assertThat(demo.code()).as(demo.out() + demo.err()).isEqualTo(4);
      assertThat(demo.err().lines()).singleElement().asString().contains("--simulator-port");
    }
  }

  @Test
  void aDataDirectoryThatIsNoneEndsItWithFive() throws IOException {
    var file = Files.writeString(script.house().resolve("file"), "not a folder");
    var ended = script.with("AMPEL_HOME", file.toString()).run("run", "--port", "0");
    assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(5);
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .contains("cannot write", file.toString());
  }

  @Test
  void aMissingKeyEndsItWithSix() {
    var database = TestDatabase.empty();
    var ended =
        script
            .with("AMPEL_HOME", AmpelProcess.newHome().toString())
            .with("SPRING_DATASOURCE_URL", database.url())
            .with("SPRING_DATASOURCE_USERNAME", database.user())
            .with("SPRING_DATASOURCE_PASSWORD", database.password())
            .run("run", "--port", "0");
    assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(6);
    assertThat(ended.err().lines()).singleElement().asString().contains("AMPEL_ENCRYPTION_KEY");
  }

  @Test
  void aChromiumThatIsThereIsUsed() throws IOException {
    fakeMaven();
    script.program("chromium", "").program("apt-get", "exit 1").run("test");
    assertThat(seen()).isEqualTo(script.house().resolve("bin/chromium") + " 1");
  }

  @Test
  void whoMayInstallGetsDebiansChromium() throws IOException {
    fakeMaven();
    var target = script.house().resolve("bin/chromium");
    var ended =
        script
            .program("id", "echo 0")
            .program(
                "apt-get",
                "echo \"$@\" >> '%s'; [ \"$1\" = update ] && touch '%s' && exit; [ -e '%s' ] || exit 100; cp /bin/true '%s' 2>/dev/null || printf '#!/bin/bash\\n' > '%s'; /bin/chmod +x '%s'"
                    .formatted(
                        script.house().resolve("asked"),
                        script.house().resolve("updated"),
                        script.house().resolve("updated"),
                        target,
                        target,
                        target))
            .run("test");
    assertThat(ended.out()).contains("Installing Chromium");
    assertThat(Files.readAllLines(script.house().resolve("asked")))
        .satisfiesExactly(
            first -> assertThat(first).contains("install", "chromium"),
            second -> assertThat(second).startsWith("update"),
            third -> assertThat(third).contains("install", "chromium"));
    assertThat(seen()).isEqualTo(target + " 1");
  }

  @Test
  void whoMayNotInstallLetsPlaywrightFetchItsOwn() throws IOException {
    fakeMaven();
    fakeJdk();
    var ended = script.program("id", "echo 1000").program("apt-get", "exit 1").run("test");
    assertThat(ended.out()).contains("Playwright fetches its own");
    assertThat(Files.readString(script.house().resolve("java-asked")))
        .contains("-cp the-class-path com.microsoft.playwright.CLI install chromium");
    assertThat(seen()).isEqualTo(" ");
  }

  @Test
  void withoutAnyChromiumTheTestsDoNotBegin() throws IOException {
    script.file("mvnw", "#!/bin/bash\nexit 1\n");
    var ended = script.program("id", "echo 1000").program("apt-get", "exit 1").run("test");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .contains("need Chromium", "apt-get install chromium", "brew install");
  }

  /** Writes what it was told of the browser, and the class path when asked for it. */
  private void fakeMaven() {
    script.file(
        "mvnw",
        """
        #!/bin/bash
        for word in "$@"; do
          case $word in
            -Dmdep.outputFile=*) mkdir -p server/target; printf the-class-path > "${word#*=}"; exit ;;
          esac
        done
        printf '%s %s' "${AMPEL_CHROMIUM:-}" "${PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD:-}" > seen
        """);
  }

  private void fakeJdk() throws IOException {
    var jdk = script.house().resolve("jdk");
    script
        .file(
            "jdk/bin/java",
            "#!/bin/bash\necho \"$@\" > '%s'\n".formatted(script.house().resolve("java-asked")))
        .file("jdk/bin/javac", "");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    script.with("JAVA_HOME", jdk.toString());
  }

  private String seen() throws IOException {
    return Files.readString(script.house().resolve("seen"));
  }

  @Test
  void theLastLineOfTheTestsCountsThem() {
    script.program("chromium", "");
    for (var failures : List.of(0, 1)) {
      script.file(
          "mvnw",
          """
          #!/bin/bash
          mkdir -p server/target/surefire-reports
          cat > server/target/surefire-reports/TEST-x.xml <<'END'
          <testsuite name="x" tests="4" errors="0" skipped="1" failures="%d">
            <testcase name="left out" classname="X">
              <skipped message="no npm"/>
            </testcase>
          </testsuite>
          END
          exit %d
          """
              .formatted(failures, failures));
      var ended = script.run("test");
      assertThat(ended.code()).isEqualTo(failures);
      assertThat(ended.out()).contains("skipped: X.left out (no npm)");
      assertThat(ended.out().lines().toList().getLast())
          .isEqualTo("%d passed, %d failed, 1 skipped".formatted(3 - failures, failures));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void ctrlCEndsEverythingAlsoWithOpenTabs() throws Exception {
    var home = AmpelProcess.newHome();
    var port = freePort();
    as(home);
    try (var running = script.start("run", "--port", String.valueOf(port));
        var chromium = Chromium.launch()) {
      awaitSaid(running, "Ampel is ready");
      openTabs(chromium, port);
      endsInTime(running, home, port);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void ctrlCEndsTheDemoWithItsSimulatorToo() throws Exception {
    var home = AmpelProcess.newHome();
    var port = freePort();
    var simulator = freePort();
    as(home);
    try (var running =
            script.start(
                "run",
                "--demo",
                "--port",
                String.valueOf(port),
                "--simulator-port",
                String.valueOf(simulator));
        var chromium = Chromium.launch()) {
      awaitSaid(running, "Demo ready");
      assertThat(running.output())
          .contains("sign in as " + Visitor.EMAIL, "AMPEL_ADMIN_PASSWORD")
          .doesNotContain(Visitor.PASSWORD);
      assertThat(listens(simulator)).isTrue();
      openTabs(chromium, port);
      endsInTime(running, home.resolve("demo"), port, simulator);
    }
  }

  private void as(Path home) {
    script
        .with("AMPEL_HOME", home.toString())
        .with("AMPEL_ADMIN_EMAIL", Visitor.EMAIL)
        .with("AMPEL_ADMIN_PASSWORD", Visitor.PASSWORD);
  }

  private static void awaitSaid(Script.OnATerminal running, String words) {
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          assertThat(running.process().isAlive()).as(running.output()).isTrue();
          return running.output().contains(words);
        });
  }

  private static void openTabs(Chromium chromium, int port) {
    var first = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, Look.LIGHT);
    first.waitForResponse("**/events", () -> first.navigate("/"));
    for (var i = 0; i < 2; i++) first.context().newPage().navigate("/");
  }

  private static void endsInTime(Script.OnATerminal running, Path home, int... ports)
      throws Exception {
    var database = AmpelProcess.databaseProcess(home);
    assertThat(AmpelProcess.runs(database)).isTrue();
    running.pressCtrlC();
    assertThat(running.process().waitFor(5, TimeUnit.SECONDS)).as(running.output()).isTrue();
    assertThat(running.process().exitValue()).isEqualTo(130);
    for (var port : ports) assertThat(listens(port)).as("port " + port).isFalse();
    await().atMost(Duration.ofSeconds(1)).until(() -> !AmpelProcess.runs(database));
    assertThat(running.output()).doesNotContain("Exception", "\tat ");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
