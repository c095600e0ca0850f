package io.ampel.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The whole of Ampel in a process of its own, started with the same options as the bench. */
final class AmpelServer implements AutoCloseable {
  private static final String READY = "Ampel is ready: ";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private final BenchHome home;
  private final BufferedReader said;
  private final PrintStream told;
  private final URI address;

  private AmpelServer(Process process, BenchHome home) throws IOException {
    this.process = process;
    this.home = home;
    this.said = process.inputReader();
    this.told = new PrintStream(process.getOutputStream(), true);
    this.address = URI.create(await(READY));
  }

  /** Fills the empty home, and ends again. */
  static void fill(BenchHome home, int repositories, int pullRequests)
      throws IOException, InterruptedException {
    var process =
        launch(
            home, MeasuredAmpel.FILL, String.valueOf(repositories), String.valueOf(pullRequests));
    process.inputReader().lines().forEach(_ -> {});
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("Ampel could not be filled:\n" + home.lastWords());
    }
  }

  static AmpelServer start(BenchHome home) throws IOException {
    return new AmpelServer(launch(home, MeasuredAmpel.SERVE), home);
  }

  private static Process launch(BenchHome home, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(MeasuredAmpel.class.getName());
    command.addAll(Arrays.asList(arguments));
    var builder = new ProcessBuilder(command).directory(home.directory().toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(home.log().toFile()));
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.matches("(AMPEL|SPRING|SERVER|LOGGING)_.*"));
    environment.put("AMPEL_HOME", home.directory().toString());
    environment.put("AMPEL_ADMIN_EMAIL", Company.EMAIL);
    environment.put("AMPEL_ADMIN_PASSWORD", Company.PASSWORD);
    return builder.start();
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
    told.println(MeasuredAmpel.BEGIN + " " + alsoStatements);
    requests.make();
    told.println(MeasuredAmpel.END + " " + expected);
    var taken =
        Arrays.stream(await(MeasuredAmpel.TAKEN).split(" "))
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

  ProcessHandle handle() {
    return process.toHandle();
  }

  ProcessHandle database() throws IOException {
    return home.database();
  }

  /** The most memory that the process has had so far, in bytes; empty where nobody tells. */
  OptionalLong peakMemory() throws IOException {
    var status = Path.of("/proc", String.valueOf(process.pid()), "status");
    if (!Files.isReadable(status)) return OptionalLong.empty();
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    }
  }

  private String await(String beginning) throws IOException {
    for (var line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(beginning)) return line.substring(beginning.length());
    }
    throw new IOException("Ampel has ended:\n" + home.lastWords());
  }

  @Override
  public void close() throws IOException {
    told.close();
    try {
      if (process.waitFor(20, TimeUnit.SECONDS)) return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
