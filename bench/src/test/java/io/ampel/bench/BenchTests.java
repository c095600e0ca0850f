package io.ampel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTests {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;

  /** Measures nothing but what it is told. */
  private record Told(String name, double millis) implements Measurement {
    @Override
    public String about() {
      return "about " + name;
    }

    @Override
    public Findings run(Consumer<String> progress) throws IOException {
      if (millis < 0) throw new IOException("the clock runs backwards");
      progress.accept("measuring");
      return new Findings(List.of(Result.of("time", millis, "ms", 25)), List.of("Nothing limits."));
    }
  }

  private int run(String... arguments) {
    var benches =
        List.<Measurement>of(new Told("quick", 3), new Told("slow", 30), new Told("odd", -1));
    return new Bench(benches, new PrintStream(out, true), new PrintStream(err, true))
        .run(arguments);
  }

  private String said() {
    return out.toString(UTF_8);
  }

  private String complaint() {
    return err.toString(UTF_8);
  }

  @Test
  void withoutANameItListsWhatThereIs() {
    assertThat(run()).isZero();
    assertThat(said()).contains("quick  about quick").contains("slow   about slow");
  }

  @Test
  void anUnknownNameIsWrongUsage() {
    assertThat(run("speed")).isEqualTo(2);
    assertThat(complaint())
        .isEqualToIgnoringNewLines("There is no bench 'speed', only: quick, slow, odd.");
  }

  @Test
  void soIsAnythingElse() {
    assertThat(run("quick", "--xml", "file")).isEqualTo(2);
    assertThat(run("quick", "--json")).isEqualTo(2);
    assertThat(run("quick", "--json", folder.resolve("no/such/folder").toString())).isEqualTo(2);
    assertThat(said()).isEmpty();
  }

  @Test
  void theCodeSaysWhetherTheTargetsWereMet() {
    assertThat(run("quick")).isZero();
    assertThat(said()).contains("measuring", "met", "Nothing limits.");
    assertThat(run("slow")).isEqualTo(1);
    assertThat(said()).contains("MISSED");
  }

  @Test
  void aBenchThatFailsSaysWhy() {
    assertThat(run("odd")).isEqualTo(1);
    assertThat(complaint()).contains("The bench failed: the clock runs backwards");
  }

  @Test
  void theFileIsWrittenAlsoWhenATargetWasMissed() throws IOException {
    var file = folder.resolve("slow.json");
    assertThat(run("slow", "--json", file.toString())).isEqualTo(1);
    assertThat(Files.readString(file)).contains("\"bench\" : \"slow\"").contains("30.0");
  }
}
