package io.ampel.platform;

import static io.ampel.platform.StartRefused.Because.DATA_DIRECTORY;
import static io.ampel.platform.StartRefused.Because.FAILED;

import io.ampel.platform.BackupManifest.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a backup into an empty database: all of it, or nothing when it does not fit this Ampel or
 * this Ampel's key does not open its tokens.
 */
@Component
@DependsOnDatabaseInitialization
class Restore implements Command {
  private final DataSource dataSource;
  private final TransactionOperations transaction;
  private final JsonMapper json;
  private final ObjectProvider<OwnDatabase> ownDatabase;
  private final ObjectProvider<Vault> vault;

  Restore(
      DataSource dataSource,
      TransactionOperations transaction,
      JsonMapper json,
      ObjectProvider<OwnDatabase> ownDatabase,
      ObjectProvider<Vault> vault) {
    this.dataSource = dataSource;
    this.transaction = transaction;
    this.json = json;
    this.ownDatabase = ownDatabase;
    this.vault = vault;
  }

  @Override
  public String name() {
    return "restore";
  }

  @Override
  public String arguments() {
    return "FILE";
  }

  @Override
  public String run(List<String> arguments) {
    if (ownDatabase.getIfAvailable() instanceof OwnDatabase.Joined) {
      throw new StartRefused(DATA_DIRECTORY, "Ampel is running on this database: stop it first.");
    }
    var file = Path.of(arguments.getFirst()).toAbsolutePath();
    if (!Files.isReadable(file)) {
      throw new StartRefused(FAILED, "There is no backup to read at " + file + ".");
    }
    var manifest = read(file);
    return "%d rows of %d tables are back, as they were at %s."
        .formatted(
            manifest.tables().stream().mapToLong(Content::rows).sum(),
            manifest.tables().size(),
            manifest.takenAt());
  }

  BackupManifest read(Path file) {
    try (var zip = new ZipFile(file.toFile())) {
      var manifest = manifest(zip, file);
      transaction.executeWithoutResult(_ -> load(zip, manifest, file));
      return manifest;
    } catch (ZipException | JacksonException e) {
      throw new StartRefused(FAILED, file + " is not a backup of Ampel.", e);
    } catch (IOException e) {
      throw new StartRefused(FAILED, file + " cannot be read: " + e, e);
    }
  }

  private BackupManifest manifest(ZipFile zip, Path file) throws IOException {
    var entry = zip.getEntry(BackupManifest.FILE);
    if (entry == null) throw new StartRefused(FAILED, file + " is not a backup of Ampel.");
    try (var in = zip.getInputStream(entry)) {
      return json.readValue(in, BackupManifest.class);
    }
  }

  private void load(ZipFile zip, BackupManifest manifest, Path file) {
    var connection = DataSourceUtils.getConnection(dataSource);
    try {
      var tables = new Tables(connection);
      refuseOtherSchema(manifest, tables);
      refuseUsed(tables);
      tables.clearFurniture();
      for (var content : manifest.tables()) load(zip, content, connection, file);
      for (var sequence : tables.sequences().keySet()) {
        tables.restart(sequence, manifest.sequences().getOrDefault(sequence, 1L));
      }
      wakeTasks(connection);
      vault.getObject().refuseForeignKey();
    } catch (SQLException | IOException e) {
      throw new StartRefused(FAILED, file + " cannot be restored: " + e, e);
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }

  private static void refuseOtherSchema(BackupManifest manifest, Tables tables)
      throws SQLException {
    var same =
        manifest.migrations().equals(tables.migrations())
            && new HashSet<>(manifest.tableList()).equals(new HashSet<>(tables.inOrder()))
            && manifest.sequences().keySet().equals(tables.sequences().keySet());
    if (same) return;
    throw new StartRefused(
        FAILED,
        "The backup is of another schema than this Ampel's (it was written by Ampel %s): restore it with that version, then update."
            .formatted(manifest.ampel()));
  }

  private static void refuseUsed(Tables tables) throws SQLException {
    var used = tables.used();
    if (used.isEmpty()) return;
    throw new StartRefused(
        FAILED,
        "Ampel restores only into an empty database, and this one has rows in %s: set AMPEL_HOME to a new folder, or name an empty database."
            .formatted(String.join(", ", used)));
  }

  private static void load(ZipFile zip, Content content, Connection connection, Path file)
      throws SQLException, IOException {
    var entry = zip.getEntry(Content.file(content.table().name()));
    var rows = entry == null ? -1 : load(zip, entry, content, connection);
    if (rows == content.rows()) return;
    throw new StartRefused(
        FAILED, "%s is damaged: %s is not whole.".formatted(file, content.table().name()));
  }

  private static long load(ZipFile zip, ZipEntry entry, Content content, Connection connection)
      throws SQLException, IOException {
    try (var in = zip.getInputStream(entry)) {
      var copy = connection.unwrap(PGConnection.class).getCopyAPI();
      return copy.copyIn(content.table().copy("from stdin"), in);
    }
  }

  /** What was running when the backup was taken runs nowhere now. */
  private static void wakeTasks(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          update scheduled_tasks
             set picked = false,
                 picked_by = null,
                 last_heartbeat = null
           where picked
          """);
    }
  }
}
