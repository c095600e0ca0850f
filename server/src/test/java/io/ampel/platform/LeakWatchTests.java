package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.simulator.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSessionListener;
import org.slf4j.LoggerFactory;

/** The watch sees what it is there for. It is fed here, and not the one that watches the run. */
class LeakWatchTests {
  private static final String SECRET = "made-up-secret-0123456789";

  private final LeakWatch watch = new LeakWatch();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream stream =
      watch.over(new PrintStream(printed, true, StandardCharsets.UTF_8));

  LeakWatchTests() {
    watch.watchFor(SECRET);
  }

  @Test
  void aLineThatHoldsASecretIsFoundAndTheSecretNotRepeated() {
    stream.println("all is well");
    stream.println("Authorization: Bearer " + SECRET + " was refused");
    assertThat(watch.found())
        .singleElement()
        .asString()
        .contains("Authorization: Bearer █ was refused")
        .doesNotContain(SECRET);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("all is well", SECRET);
  }

  @Test
  void alsoWhereItIsPrintedPieceByPieceOrWithoutAnEnd() {
    stream.print(SECRET.substring(0, 7));
    stream.print(SECRET.substring(7));
    assertThat(watch.found()).isEmpty();
    stream.close();
    assertThat(watch.found()).hasSize(1);
  }

  @Test
  void alsoInTheTraceOfAnException() {
    new IllegalStateException("wrapped", new IllegalArgumentException("no: " + SECRET))
        .printStackTrace(stream);
    assertThat(watch.found()).singleElement().asString().contains("no: █");
  }

  @Test
  void whatIsNoSecretIsNotFound() {
    stream.println("made-up-secret-0123456788 and ghp_something_else");
    stream.close();
    assertThat(watch.found()).isEmpty();
  }

  @Test
  void theRunIsWatchedForTheTokensOfTheSimulator() {
    assertThat(ServiceLoader.load(LauncherSessionListener.class))
        .anyMatch(LeakWatch.class::isInstance);
    assertThat(LeakWatch.isWatching()).isTrue();
    assertThat(LeakWatch.tokensOfTheSimulator())
        .contains(Tokens.ADMIN, Tokens.FINE_GRAINED, Tokens.INSTALLATION)
        .doesNotContain(Tokens.ORGANIZATION);
    var before = LeakWatch.leaks().size();
    LoggerFactory.getLogger(LeakWatchTests.class).info("nothing to see");
    assertThat(LeakWatch.leaks()).hasSize(before);
  }
}
