package io.ampel.platform;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * A database of its own for a test: {@link #fresh()} has all tables and no rows, {@link #empty()}
 * has no tables. All stand on one server, started at first use and gone with the test process.
 *
 * <pre>{@code
 * private final JdbcClient jdbc = TestDatabase.fresh().client();
 * }</pre>
 */
public final class TestDatabase {
  private static final AtomicInteger number = new AtomicInteger();
  private static final Set<Path> folders = ConcurrentHashMap.newKeySet();

  private final DatabaseAddress address;
  private final DataSource pool;

  private TestDatabase(DatabaseAddress address) {
    this.address = address;
    this.pool = pool(address);
  }

  /** A copy of the migrated template; costs about a sixth of a second. */
  public static TestDatabase fresh() {
    return create(" template ampel_template");
  }

  public static TestDatabase empty() {
    return create("");
  }

  /** One that somebody else keeps. */
  static TestDatabase at(DatabaseAddress address) {
    return new TestDatabase(address);
  }

  public String url() {
    return address.url();
  }

  public String user() {
    return address.user();
  }

  public String password() {
    return address.password();
  }

  DatabaseAddress address() {
    return address;
  }

  public DataSource dataSource() {
    return pool;
  }

  public JdbcClient client() {
    return JdbcClient.create(pool);
  }

  /** Lazily filled and quickly emptied, since hundreds of these may live in one process. */
  private static DataSource pool(DatabaseAddress address) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(address.url());
    pool.setUsername(address.user());
    pool.setPassword(address.password());
    pool.setMaximumPoolSize(8);
    pool.setMinimumIdle(0);
    pool.setIdleTimeout(10_000);
    return pool;
  }

  private static TestDatabase create(String template) {
    var name = "test_" + number.incrementAndGet();
    execute("create database " + name + template);
    return new TestDatabase(Server.postgres.address().with(name));
  }

  private static void execute(String sql) {
    try (var connection = Server.postgres.address().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where tests keep unpacked programs and data; shared by all test processes of this user. */
  static Path folder() {
    try {
      var folder = Path.of("/tmp", "ampel-test-" + System.getProperty("user.name"));
      if (Files.isDirectory(folder)) return folder;
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PostgresBinaries binaries() {
    return PostgresBinaries.unpack(folder());
  }

  /** A folder that a database may live in also when the tests run as root. */
  static Path newFolder() {
    try {
      var folder = Files.createTempDirectory(folder(), "data-");
      folders.add(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Started when the first test asks. */
  private static final class Server {
    static final EmbeddedPostgres postgres = start();

    private static EmbeddedPostgres start() {
      sweep();
      var folder = newFolder();
      var postgres =
          EmbeddedPostgres.start(
              binaries(),
              folder,
              "fsync=off",
              "full_page_writes=off",
              "synchronous_commit=off",
              "max_connections=300");
      LeakWatch.plant(postgres.address().password());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(postgres)));
      migrateTemplate(postgres.address());
      return postgres;
    }

    private static void migrateTemplate(DatabaseAddress server) {
      try (var connection = server.connect();
          var statement = connection.createStatement()) {
        statement.execute("create database ampel_template");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      var template = server.with("ampel_template");
      Flyway.configure()
          .dataSource(template.url(), template.user(), template.password())
          .locations("classpath:db/migration")
          .load()
          .migrate();
    }

    private static void end(EmbeddedPostgres postgres) {
      postgres.closeAtOnce();
      folders.forEach(Server::delete);
    }

    /** Test processes that were killed leave their server and folders behind. */
    private static void sweep() {
      try (var found = Files.newDirectoryStream(folder(), "data-*")) {
        for (var folder : found) {
          if (folders.contains(folder) || isYoung(folder) || EmbeddedPostgres.inUse(folder))
            continue;
          killLeftover(folder.resolve("data/postmaster.pid"));
          delete(folder);
        }
      } catch (IOException e) {
        System.err.println("Cannot sweep away the databases of earlier test runs: " + e);
      }
    }

    private static boolean isYoung(Path folder) throws IOException {
      var age = Duration.between(Files.getLastModifiedTime(folder).toInstant(), Instant.now());
      return age.compareTo(Duration.ofMinutes(30)) < 0;
    }

    private static void killLeftover(Path pidFile) throws IOException {
      if (!Files.exists(pidFile)) return;
      ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).getFirst()))
          .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
          .ifPresent(ProcessHandle::destroyForcibly);
    }

    private static void delete(Path folder) {
      try {
        FileSystemUtils.deleteRecursively(folder);
      } catch (IOException e) {
        System.err.println("Cannot delete " + folder + ": " + e);
      }
    }
  }
}
