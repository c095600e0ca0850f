package io.ampel.platform;

import static io.ampel.platform.StartRefused.Because.DATA_DIRECTORY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder in which an installation keeps what is its own: the database and the key. */
record Home(Path directory, Path binaries) {

  /** The demonstration has a folder of its own below the real one and borrows its programs. */
  static Home of(AmpelProperties properties) {
    var top = withoutTilde(properties.home()).toAbsolutePath().normalize();
    var directory = properties.demo() ? top.resolve("demo") : top;
    return new Home(make(directory), make(top.resolve("postgres")));
  }

  Path postgres() {
    return make(directory.resolve("postgres"));
  }

  Path keyFile() {
    return directory.resolve("encryption.key");
  }

  /** No shell has read the file that may have said this. */
  static Path withoutTilde(Path path) {
    if (!path.startsWith("~")) return path;
    return Path.of(System.getProperty("user.home")).resolve(Path.of("~").relativize(path));
  }

  private static Path make(Path directory) {
    try {
      if (Files.isDirectory(directory)) return directory;
      if (directory.getParent() != null) Files.createDirectories(directory.getParent());
      return Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions())));
    } catch (IOException e) {
      throw new StartRefused(
          DATA_DIRECTORY,
          "Ampel cannot write to %s: set AMPEL_HOME to a folder that it may use."
              .formatted(directory),
          e);
    }
  }

  /** Below root's folder the database runs as another user, who has to pass through. */
  private static String permissions() {
    return "root".equals(System.getProperty("user.name")) ? "rwx--x--x" : "rwx------";
  }
}
