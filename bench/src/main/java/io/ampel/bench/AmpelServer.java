package io.ampel.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The whole of Ampel in a process of its own, started with the same options as the bench. */
final class AmpelServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Program program;
  private final BenchHome home;
  private final URI address;

  private AmpelServer(Program program, BenchHome home) throws IOException {
    this.program = program;
    this.home = home;
    this.address = URI.create(program.await(MeasuredAmpel.READY));
  }

  /** Fills the empty home, and ends again. */
  static void fill(BenchHome home, int repositories, int pullRequests)
      throws IOException, InterruptedException {
    launch(
            home,
            Map.of(),
            MeasuredAmpel.FILL,
            String.valueOf(repositories),
            String.valueOf(pullRequests))
        .awaitEnd(PATIENCE);
  }

  static AmpelServer start(BenchHome home) throws IOException {
    return start(home, Map.of());
  }

  /**
   * @param settings more of the environment
   */
  static AmpelServer start(BenchHome home, Map<String, String> settings) throws IOException {
    return new AmpelServer(launch(home, settings, MeasuredAmpel.SERVE), home);
  }

  private static Program launch(BenchHome home, Map<String, String> settings, String... arguments)
      throws IOException {
    var environment = new HashMap<>(settings);
    environment.put("AMPEL_HOME", home.directory().toString());
    environment.put("AMPEL_ADMIN_EMAIL", Company.EMAIL);
    environment.put("AMPEL_ADMIN_PASSWORD", Company.PASSWORD);
    return Program.start(home, MeasuredAmpel.class, options(), environment, arguments);
  }

  /** The script starts the bench with the options of Ampel itself. */
  private static List<String> options() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-X") || option.startsWith("--"))
        .toList();
  }

  URI address() {
    return address;
  }

  /** The requests that are made meanwhile, as many as expected, as the server saw them. */
  List<Stopwatch.Taken> during(int expected, boolean alsoStatements, Requests requests)
      throws IOException {
    program.tell(MeasuredAmpel.BEGIN + " " + alsoStatements);
    requests.make();
    program.tell(MeasuredAmpel.END + " " + expected);
    var taken =
        Arrays.stream(program.await(MeasuredAmpel.TAKEN).split(" "))
            .filter(one -> !one.isEmpty())
            .map(Stopwatch.Taken::read)
            .toList();
    if (taken.size() != expected) {
      throw new IOException("%d of %d requests were timed".formatted(taken.size(), expected));
    }
    return taken;
  }

  /** What the bench asks meanwhile. */
  @FunctionalInterface
  interface Requests {
    void make() throws IOException;
  }

  /** SQL statements of the whole server, counted since this was asked for the first time. */
  long statements() throws IOException {
    program.tell(MeasuredAmpel.COUNT);
    return Long.parseLong(program.await(MeasuredAmpel.COUNTED));
  }

  ProcessHandle handle() {
    return program.handle();
  }

  ProcessHandle database() throws IOException {
    return home.database();
  }

  /** The most memory that the process has had so far, in bytes; empty where nobody tells. */
  OptionalLong peakMemory() throws IOException {
    return program.peakMemory();
  }

  @Override
  public void close() {
    program.close();
  }
}
