package io.ampel.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A class of the bench in a process of its own. It is told things in lines, answers in lines, and
 * ends when nobody can tell it anything any more.
 */
final class Program implements AutoCloseable {
  private static final Duration LAST_WORDS = Duration.ofSeconds(20);

  private final Process process;
  private final BenchHome home;
  private final BufferedReader said;
  private final PrintStream told;

  private Program(Process process, BenchHome home) {
    this.process = process;
    this.home = home;
    this.said = process.inputReader();
    this.told = new PrintStream(process.getOutputStream(), true);
  }

  /**
   * @param options for the JVM
   */
  static Program start(
      BenchHome home,
      Class<?> main,
      List<String> options,
      Map<String, String> environment,
      String... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(home.directory().toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(home.log().toFile()));
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(AMPEL|SPRING|SERVER|LOGGING)_.*"));
    builder.environment().putAll(environment);
    return new Program(builder.start(), home);
  }

  /**
   * For the answers of a process of the bench; whatever else it prints goes to the log, where it
   * waits for no reader.
   */
  static PrintStream answers() {
    var answers = System.out;
    System.setOut(System.err);
    return answers;
  }

  void tell(String line) {
    told.println(line);
  }

  /** The rest of the next line that begins so. */
  String await(String beginning) throws IOException {
    for (var line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(beginning)) return line.substring(beginning.length());
    }
    throw new IOException("A process of the bench has ended:\n" + home.lastWords());
  }

  /** Waits until it has done what it was started for. */
  void awaitEnd(Duration patience) throws IOException, InterruptedException {
    said.lines().forEach(_ -> {});
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("A process of the bench has failed:\n" + home.lastWords());
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
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

  @Override
  public void close() {
    told.close();
    try {
      if (process.waitFor(LAST_WORDS.toSeconds(), TimeUnit.SECONDS)) return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
