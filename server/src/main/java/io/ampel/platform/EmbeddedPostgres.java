package io.ampel.platform;

import static io.ampel.platform.StartRefused.Because.DATA_DIRECTORY;
import static io.ampel.platform.StartRefused.Because.FAILED;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * The PostgreSQL that Ampel brings along, for those who have none. It listens on loopback with a
 * generated password and belongs to one Ampel at a time; what a killed one left running is stopped
 * and started anew. When it ends by itself, as with a full disk, it is started again.
 */
final class EmbeddedPostgres implements OwnDatabase {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String NAME = "ampel";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration WATCHED_EVERY = Duration.ofSeconds(2);
  private static final long LOG_LIMIT = 10_000_000;

  private final PostgresBinaries binaries;
  private final Path directory;
  private final Path data;
  private final DirectoryLock lock;
  private final Privileges privileges;
  private final List<String> settings;
  private DatabaseAddress address;
  private volatile boolean closed;

  /** Starts the database of this directory; refuses when another process has it. */
  static EmbeddedPostgres start(PostgresBinaries binaries, Path directory, String... settings) {
    return start(binaries, directory, false, settings);
  }

  /** The same with nothing in it, whatever was there before. */
  static EmbeddedPostgres startAfresh(PostgresBinaries binaries, Path directory) {
    return start(binaries, directory, true);
  }

  private static EmbeddedPostgres start(
      PostgresBinaries binaries, Path directory, boolean afresh, String... settings) {
    try {
      return new EmbeddedPostgres(binaries, directory, lock(directory), afresh, List.of(settings));
    } catch (IOException e) {
      throw new StartRefused(
          DATA_DIRECTORY, "Ampel cannot write to " + directory + ": " + e.getMessage() + ".", e);
    }
  }

  private EmbeddedPostgres(
      PostgresBinaries binaries,
      Path directory,
      DirectoryLock lock,
      boolean afresh,
      List<String> settings)
      throws IOException {
    this.binaries = binaries;
    this.directory = directory;
    this.data = directory.resolve("data");
    this.lock = lock;
    this.settings = settings;
    this.privileges = Privileges.choose(binaries.program("postgres"), directory);
    try {
      if (!afresh) refuseOtherVersion();
      takeOver();
      if (afresh) FileSystemUtils.deleteRecursively(data);
      if (!Files.exists(data)) initialize(settings.contains("fsync=off"));
      privileges.give(data);
      this.address = launch();
      createDatabase();
      Thread.ofVirtual().name("database-watch").start(this::watch);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public DatabaseAddress address() {
    return address;
  }

  /** Where the database of this directory answers that another process has started. */
  static DatabaseAddress running(Path directory) {
    var giveUp = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(giveUp)) {
      try {
        var address = remembered(directory);
        address.connect().close();
        return address;
      } catch (IOException | SQLException e) {
        pause();
      }
    }
    throw new StartRefused(
        DATA_DIRECTORY,
        "The database in %s is in use by process %s but does not answer."
            .formatted(directory, DirectoryLock.holder(directory.resolve("lock"))));
  }

  static boolean inUse(Path directory) {
    if (!Files.exists(directory.resolve("lock"))) return false;
    try {
      var lock = DirectoryLock.take(directory.resolve("lock"));
      lock.ifPresent(DirectoryLock::close);
      return lock.isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static DirectoryLock lock(Path directory) throws IOException {
    var file = directory.resolve("lock");
    return DirectoryLock.take(file)
        .orElseThrow(() ->
            new StartRefused(
                DATA_DIRECTORY,
                "Another Ampel (process %s) is using %s: stop it first, or set AMPEL_HOME to another folder."
                    .formatted(DirectoryLock.holder(file), directory)));
  }

  private void refuseOtherVersion() throws IOException {
    var file = data.resolve("PG_VERSION");
    if (!Files.exists(file)) return;
    var found = Files.readString(file).strip();
    var ours = String.valueOf(binaries.majorVersion());
    if (found.equals(ours)) return;
    throw new StartRefused(
        DATA_DIRECTORY,
        "The data in %s is of PostgreSQL %s, this Ampel brings PostgreSQL %s: with the Ampel that wrote it run './ampel backup FILE', move that folder away, then './ampel restore FILE' with this one."
            .formatted(data, found, ours));
  }

  /** A killed Ampel leaves its server running. */
  private void takeOver() throws IOException {
    if (!isRunning()) return;
    log.info("Taking over the database that an earlier Ampel left behind in {}", data);
    stop();
  }

  private void initialize(boolean careless) throws IOException {
    log.info("Making a new database in {}", data);
    var fresh = Files.createTempDirectory(directory, "new-");
    var password = newPassword();
    var passwordFile = PrivateFile.write(fresh.resolve("password"), password);
    privileges.give(fresh);
    run(
        "initdb",
        "--pgdata=" + fresh.resolve("data"),
        "--username=" + NAME,
        "--pwfile=" + passwordFile,
        "--auth=scram-sha-256",
        careless ? "--no-sync" : "--data-checksums",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8");
    PrivateFile.write(directory.resolve("password"), password);
    Files.move(fresh.resolve("data"), data);
    FileSystemUtils.deleteRecursively(fresh);
  }

  /** A port that was free a moment ago may be taken by now, so there is a second try. */
  private DatabaseAddress launch() throws IOException {
    try {
      return launch(rememberedPort());
    } catch (StartRefused e) {
      log.debug("The database did not start on the port it had", e);
      return launch(freePort());
    }
  }

  private DatabaseAddress launch(int port) throws IOException {
    shortenLog();
    var options = new ArrayList<>(List.of("-p " + port, "-c listen_addresses=127.0.0.1"));
    options.add("-c unix_socket_directories=''");
    options.add("-c max_connections=60 -c shared_buffers=64MB -c jit=off -c max_wal_size=256MB");
    options.add("-c timezone=UTC -c log_timezone=UTC");
    settings.forEach(setting -> options.add("-c " + setting));
    run(
        "pg_ctl",
        "start",
        "-w",
        "--timeout=" + PATIENCE.toSeconds(),
        "--pgdata=" + data,
        "--log=" + data.resolve("server.log"),
        "--options=" + String.join(" ", options));
    PrivateFile.write(directory.resolve("port"), String.valueOf(port));
    return remembered(directory);
  }

  private void createDatabase() {
    try (var connection = address.with("postgres").connect();
        var statement = connection.createStatement()) {
      var found = statement.executeQuery("select from pg_database where datname = 'ampel'");
      if (!found.next()) statement.execute("create database ampel");
    } catch (SQLException e) {
      throw new StartRefused(
          FAILED, "The database in " + data + " does not let Ampel in: " + e.getMessage(), e);
    }
  }

  private void watch() {
    while (!closed) {
      try {
        Thread.sleep(WATCHED_EVERY);
        startAgain();
      } catch (IOException | StartRefused e) {
        log.warn(
            "The database does not start again; it is tried every {} s",
            WATCHED_EVERY.toSeconds(),
            e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void startAgain() throws IOException {
    if (closed || isRunning()) return;
    log.warn("The database in {} has ended, and is started again. {}", data, lastLines());
    launch(address.port());
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (isRunning()) stop();
    } catch (IOException e) {
      log.warn("Cannot see whether the database in {} still runs", data, e);
    } finally {
      lock.close();
    }
  }

  @Override
  public void closeAtOnce() {
    closed = true;
    stopNow();
  }

  private void stop() {
    try {
      pgCtlStop("fast", 20);
    } catch (IOException | StartRefused e) {
      log.debug("The database did not stop in good time", e);
      stopNow();
    }
  }

  private void stopNow() {
    try {
      if (isRunning()) pgCtlStop("immediate", 20);
    } catch (IOException | StartRefused e) {
      log.warn("The database in {} does not stop", data, e);
    }
  }

  /** A crashed machine leaves a pid file whose number may by now belong to anybody. */
  private boolean isRunning() throws IOException {
    var file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) return false;
    var pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .filter(command -> command.endsWith("/postgres"))
        .isPresent();
  }

  private void pgCtlStop(String mode, int seconds) throws IOException {
    run("pg_ctl", "stop", "-w", "--mode=" + mode, "--timeout=" + seconds, "--pgdata=" + data);
  }

  private void run(String program, String... arguments) throws IOException {
    var command = new ArrayList<>(privileges.prefix());
    command.add(binaries.program(program).toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(binaries.directory().toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    var process = builder.start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (exitOf(process) != 0) throw new StartRefused(FAILED, complaint(program, said));
  }

  private static int exitOf(Process process) throws IOException {
    try {
      if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) return process.exitValue();
      process.destroyForcibly();
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the database", e);
    }
  }

  private String complaint(String program, String said) throws IOException {
    return "The database in %s failed (%s): %s %s"
        .formatted(data, program, said.strip(), lastLines());
  }

  private String lastLines() throws IOException {
    var file = data.resolve("server.log");
    if (!Files.exists(file)) return "";
    var lines = Files.readAllLines(file);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  private void shortenLog() throws IOException {
    var file = data.resolve("server.log");
    if (Files.exists(file) && Files.size(file) > LOG_LIMIT) Files.delete(file);
  }

  private static DatabaseAddress remembered(Path directory) throws IOException {
    var port = Integer.parseInt(Files.readString(directory.resolve("port")).strip());
    var password = Files.readString(directory.resolve("password")).strip();
    return new DatabaseAddress("127.0.0.1", port, NAME, NAME, password);
  }

  private int rememberedPort() throws IOException {
    var file = directory.resolve("port");
    if (!Files.exists(file)) return freePort();
    var port = Integer.parseInt(Files.readString(file).strip());
    return isFree(port) ? port : freePort();
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String newPassword() {
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted"));
    }
  }
}
