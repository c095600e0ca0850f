package io.ampel.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ampel in a process of its own, with its own embedded database, to be killed and started again.
 *
 * <pre>{@code
 * var home = AmpelProcess.newHome();
 * try (var ampel = AmpelProcess.in(home).with("AMPEL_ALLOW_LOOPBACK", "true").start()) {
 *   ampel.address();       // where it listens
 *   ampel.database();      // plain JDBC into its database
 *   ampel.kill();          // as kill -9 does: the database stays behind
 * }
 * }</pre>
 */
public final class AmpelProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("Ampel is ready: (\\S+)");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path home;
  private final Path output;

  private AmpelProcess(Process process, Path home, Path output) {
    this.process = process;
    this.home = home;
    this.output = output;
  }

  /** A folder for AMPEL_HOME that is gone when the tests end. */
  public static Path newHome() {
    return homeIn(TestDatabase.newFolder());
  }

  /** This empty folder becomes one for AMPEL_HOME. */
  static Path homeIn(Path folder) {
    shareBinaries(folder);
    return folder;
  }

  /** Unpacking takes seconds. */
  private static void shareBinaries(Path home) {
    try {
      var binaries = TestDatabase.binaries().directory();
      var postgres = Files.createDirectory(home.resolve("postgres"));
      Files.setPosixFilePermissions(postgres, PosixFilePermissions.fromString("rwx--x--x"));
      Files.createSymbolicLink(postgres.resolve(binaries.getFileName()), binaries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Setup in(Path home) {
    return new Setup(home, Map.of());
  }

  /** What the process is told. */
  public record Setup(Path home, Map<String, String> environment) {

    public Setup with(String variable, String value) {
      var more = new LinkedHashMap<>(environment);
      more.put(variable, value);
      return new Setup(home, more);
    }

    /** Starts the server on a random port, and waits until it is ready. */
    public AmpelProcess start(String... arguments) {
      var ampel = launch(Stream.concat(Stream.of("--server.port=0"), Arrays.stream(arguments)));
      ampel.awaitReady();
      return ampel;
    }

    /** Runs a command, or a start that fails, to its end. */
    public Ended run(String... arguments) {
      var ampel = launch(Arrays.stream(arguments));
      return new Ended(ampel.awaitEnd(), ampel.output());
    }

    private AmpelProcess launch(Stream<String> arguments) {
      try {
        var output = Files.createTempFile(home, "output-", ".log");
        var builder = new ProcessBuilder(command(arguments)).redirectErrorStream(true);
        builder.redirectOutput(output.toFile()).directory(home.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AMPEL_"));
        builder.environment().put("AMPEL_HOME", home.toString());
        builder.environment().putAll(environment);
        return new AmpelProcess(builder.start(), home, output);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static List<String> command(Stream<String> arguments) {
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-cp", classPath()));
      command.add("io.ampel.Ampel");
      arguments.forEach(command::add);
      return command;
    }
  }

  /** Without the tests, which have no business in there. */
  static String classPath() {
    var separator = System.getProperty("path.separator");
    return Arrays.stream(System.getProperty("java.class.path").split(separator))
        .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
        .collect(Collectors.joining(separator));
  }

  /** How a process ended that was run to its end. */
  public record Ended(int exitCode, String output) {}

  public URI address() {
    var matcher = READY.matcher(output());
    if (!matcher.find()) throw new IllegalStateException("not ready:\n" + output());
    return URI.create(matcher.group(1));
  }

  /** The database that this process has started; it answers also after {@link #kill}. */
  public TestDatabase database() {
    return TestDatabase.at(EmbeddedPostgres.running(home.resolve("postgres")));
  }

  /** The number of the process of its database. */
  public long databaseProcess() {
    return databaseProcess(home);
  }

  static long databaseProcess(Path home) {
    return processIn(home.resolve("postgres"));
  }

  private static long processIn(Path postgres) {
    try {
      var file = postgres.resolve("data/postmaster.pid");
      return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its database is killed, as by a system that is short of memory. */
  public void killDatabase() {
    endDatabase(home.resolve("postgres"));
  }

  static void endDatabase(Path postgres) {
    ProcessHandle.of(processIn(postgres)).orElseThrow().destroyForcibly();
  }

  /** The process table may name it a moment longer than it runs. */
  public static boolean runs(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
  }

  /** As if the process had died with every task of its queue under way. */
  public void dieInAllTasks() {
    database()
        .client()
        .sql(
            """
            update scheduled_tasks
            set    picked = true, picked_by = 'the dead', last_heartbeat = now(), version = version + 1
            """)
        .update();
  }

  /** Instead of waiting: whatever waits for a moment has waited this much longer. */
  public void letPass(Duration time) {
    var jdbc = database().client();
    Stream.of(
            "scheduled_tasks   set execution_time = execution_time - :time, last_heartbeat = last_heartbeat - :time",
            "repository_sync   set leased_until = leased_until - :time, next_due = next_due - :time",
            "merge_attempt     set started_at = started_at - :time, finished_at = finished_at - :time")
        .map(update -> "update " + update.replace(":time", "make_interval(secs => :seconds)"))
        .forEach(update -> jdbc.sql(update).param("seconds", time.toSeconds()).update());
  }

  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Dies at once and cleans up nothing. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Asks it to end, as Ctrl-C does, and says how long that took. */
  public Duration stop() {
    var before = Instant.now();
    process.destroy();
    awaitEnd();
    return Duration.between(before, Instant.now());
  }

  @Override
  public void close() {
    if (process.isAlive()) stop();
  }

  private void awaitReady() {
    var giveUp = Instant.now().plus(PATIENCE);
    while (!READY.matcher(output()).find()) {
      if (!process.isAlive() || Instant.now().isAfter(giveUp)) {
        close();
        throw new IllegalStateException("Ampel did not start:\n" + output());
      }
      pause();
    }
  }

  private int awaitEnd() {
    try {
      if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        LeakWatch.look(output());
        return process.exitValue();
      }
      process.destroyForcibly();
      throw new IllegalStateException("Ampel does not end:\n" + output());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
