package io.ampel.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.FileSystemUtils;

/** A folder in which an Ampel of the bench lives, away from everybody's real one. */
record BenchHome(Path directory) implements AutoCloseable {

  /** Started by root, the database runs as somebody else, who has to pass through. */
  static BenchHome make() throws IOException {
    var directory = Files.createTempDirectory("ampel-bench-");
    if ("root".equals(System.getProperty("user.name"))) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }
    return new BenchHome(directory);
  }

  Path log() {
    return directory.resolve("ampel.log");
  }

  String lastWords() throws IOException {
    if (!Files.exists(log())) return "";
    var lines = Files.readAllLines(log());
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  ProcessHandle database() throws IOException {
    var file = directory.resolve("postgres/data/postmaster.pid");
    var pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
    return ProcessHandle.of(pid).orElseThrow(() -> new IOException("the database has ended"));
  }

  /** To the database of Ampel, one connection of the bench's own. */
  SingleConnectionDataSource connection() throws IOException {
    var postgres = directory.resolve("postgres");
    return new SingleConnectionDataSource(
        "jdbc:postgresql://127.0.0.1:%s/ampel"
            .formatted(Files.readString(postgres.resolve("port")).strip()),
        "ampel",
        Files.readString(postgres.resolve("password")).strip(),
        true);
  }

  @Override
  public void close() throws IOException {
    FileSystemUtils.deleteRecursively(directory);
  }
}
