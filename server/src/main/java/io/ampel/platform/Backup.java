package io.ampel.platform;

import static io.ampel.platform.StartRefused.Because.FAILED;

import io.ampel.platform.BackupManifest.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes all tables into one file, as they were at one moment, while Ampel may go on. Tokens stay
 * sealed, and the key is not in it.
 */
@Component
@DependsOnDatabaseInitialization
class Backup implements Command {
  private final DataSource dataSource;
  private final JsonMapper json;
  private final Clock clock;
  private final AmpelProperties properties;

  Backup(DataSource dataSource, JsonMapper json, Clock clock, AmpelProperties properties) {
    this.dataSource = dataSource;
    this.json = json;
    this.clock = clock;
    this.properties = properties;
  }

  @Override
  public String name() {
    return "backup";
  }

  @Override
  public String arguments() {
    return "FILE";
  }

  @Override
  public String run(List<String> arguments) {
    var file = Path.of(arguments.getFirst()).toAbsolutePath();
    try {
      var manifest = write(file);
      return "%d rows of %d tables are in %s. Keep the encryption key too, somewhere else: without it the tokens in there stay shut."
          .formatted(
              manifest.tables().stream().mapToLong(Content::rows).sum(),
              manifest.tables().size(),
              file);
    } catch (IOException e) {
      throw new StartRefused(FAILED, "The backup cannot be written to " + file + ": " + e, e);
    } catch (SQLException e) {
      throw new StartRefused(FAILED, "The database cannot be read: " + e, e);
    }
  }

  /** Appears under its name only when it is whole. */
  BackupManifest write(Path file) throws IOException, SQLException {
    var unfinished =
        Files.createTempFile(
            file.getParent(),
            ".ampel-backup-",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var connection = dataSource.getConnection();
        var zip = new ZipOutputStream(Files.newOutputStream(unfinished), StandardCharsets.UTF_8)) {
      var manifest = write(connection, zip);
      zip.close();
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      return manifest;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private BackupManifest write(Connection connection, ZipOutputStream zip)
      throws IOException, SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    var tables = new Tables(connection);
    var contents = new ArrayList<Content>();
    for (var table : tables.inOrder()) {
      zip.putNextEntry(new ZipEntry(Content.file(table.name())));
      contents.add(new Content(table, copy(connection, table.copy("to stdout"), zip)));
      zip.closeEntry();
    }
    var manifest =
        new BackupManifest(
            properties.version(),
            clock.instant(),
            tables.migrations(),
            contents,
            tables.sequences());
    zip.putNextEntry(new ZipEntry(BackupManifest.FILE));
    zip.write(json.writeValueAsBytes(manifest));
    zip.closeEntry();
    connection.rollback();
    return manifest;
  }

  private static long copy(Connection connection, String sql, OutputStream out)
      throws SQLException, IOException {
    return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, out);
  }
}
