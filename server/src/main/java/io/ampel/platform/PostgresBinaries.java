package io.ampel.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked once into a folder that is named by their content. */
record PostgresBinaries(Path directory) {

  /** Unpacks the archive on the class path below the parent, unless that has happened before. */
  static PostgresBinaries unpack(Path parent) {
    try {
      var directory = parent.resolve("server-" + fingerprint());
      if (!Files.exists(directory)) unpackTo(directory);
      return new PostgresBinaries(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path program(String name) {
    return directory.resolve("bin").resolve(name);
  }

  /** The number that a data directory must carry to be opened by these programs. */
  int majorVersion() {
    try {
      var said = new String(run("postgres", "--version"), StandardCharsets.UTF_8);
      return Integer.parseInt(said.replaceAll("\\D*(\\d+)[\\s\\S]*", "$1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] run(String name, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(program(name).toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start().getInputStream().readAllBytes();
  }

  private static void unpackTo(Path directory) throws IOException {
    var fresh = Files.createTempDirectory(directory.getParent(), "unpacking-");
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var tar = new TarArchiveInputStream(new XZInputStream(archive()))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpackEntry(tar, entry, fresh);
      }
    }
    moveIntoPlace(fresh, directory);
  }

  private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
      throws IOException {
    var target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) throw new IOException("entry outside: " + entry.getName());
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    var executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /** Two processes may unpack at the same time; the first wins and both are content. */
  private static void moveIntoPlace(Path fresh, Path directory) throws IOException {
    try {
      Files.move(fresh, directory);
    } catch (FileAlreadyExistsException e) {
      FileSystemUtils.deleteRecursively(fresh);
    }
  }

  private static String fingerprint() throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      try (var in = new DigestInputStream(archive(), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputStream archive() throws IOException {
    var name = "/postgres-" + system() + "-" + machine() + ".txz";
    var archive = PostgresBinaries.class.getResourceAsStream(name);
    if (archive == null) {
      throw new StartRefused(
          StartRefused.Because.FAILED,
          "This build of Ampel carries no database for this machine ("
              + name.substring(1)
              + "): build it here, or point SPRING_DATASOURCE_URL to a PostgreSQL of your own.");
    }
    return new BufferedInputStream(archive, 1 << 16);
  }

  private static String system() {
    var name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) return "darwin";
    return name.startsWith("windows") ? "windows" : "linux";
  }

  private static String machine() {
    var name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return name.equals("aarch64") || name.equals("arm64") ? "arm_64" : "x86_64";
  }
}
