package io.ampel.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The script {@code ampel} in a house of its own: with the programs that the test lets it find, and
 * with jars that hold nothing but the way to the classes under test, so that nothing is built.
 */
final class Script {
  private static final Path OURS = Path.of("..", "ampel");
  private static final List<String> TOOLS =
      List.of(
          "awk",
          "bash",
          "cat",
          "chmod",
          "chown",
          "dirname",
          "env",
          "find",
          "grep",
          "head",
          "id",
          "kill",
          "mkdir",
          "readlink",
          "rm",
          "sed",
          "setpriv",
          "setsid",
          "sleep",
          "tee",
          "test",
          "touch",
          "tr",
          "uname",
          "unshare");

  private final Path house;
  private final Map<String, String> environment = new LinkedHashMap<>();

  Script() {
    this.house = TestDatabase.newFolder();
    try {
      build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    with("HOME", house.toString());
    with("PATH", house.resolve("bin").toString());
    with("JAVA_HOME", System.getProperty("java.home"));
  }

  private void build() throws IOException {
    // Nowhere else than here shall it find a JDK.
    var text = Files.readString(OURS).replaceAll("(?<= )/(usr|opt|Library)\\b", house + "/no/$1");
    executable("ampel", text);
    for (var file :
        List.of("pom.xml", "server/pom.xml", "server/src", "simulator/pom.xml", "simulator/src")) {
      write(file, "");
      Files.setLastModifiedTime(house.resolve(file), FileTime.from(Instant.EPOCH));
    }
    jar("server/target/ampel-exec.jar", "io.ampel.Ampel");
    jar("server/target/ampel/ampel-exec.jar", "io.ampel.Ampel");
    jar("simulator/target/ampel-simulator-exec.jar", "io.ampel.simulator.SimulatorMain");
    Files.createDirectories(house.resolve("bin"));
    for (var tool : TOOLS) {
      var found = Stream.of("/usr/bin/", "/bin/").map(place -> Path.of(place + tool));
      found
          .filter(Files::isExecutable)
          .findFirst()
          .ifPresent(program -> link(house.resolve("bin").resolve(tool), program));
    }
  }

  private static void link(Path from, Path to) {
    try {
      Files.createSymbolicLink(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void jar(String name, String main) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
    Files.createDirectories(house.resolve(name).getParent());
    new JarOutputStream(Files.newOutputStream(house.resolve(name)), manifest).close();
  }

  private static String classPath() {
    return Arrays.stream(AmpelProcess.classPath().split(System.getProperty("path.separator")))
        .map(entry -> Path.of(entry).toUri().toString())
        .collect(Collectors.joining(" "));
  }

  Script with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Script without(String variable) {
    environment.remove(variable);
    return this;
  }

  /** A program that it finds before any real one. */
  Script program(String name, String text) {
    try {
      Files.deleteIfExists(house.resolve("bin").resolve(name));
      executable("bin/" + name, "#!/bin/bash\n" + text + "\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file in its house, which programs can run. */
  Script file(String name, String text) {
    try {
      executable(name, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path house() {
    return house;
  }

  private void write(String name, String text) throws IOException {
    var file = house.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void executable(String name, String text) throws IOException {
    write(name, text);
    Files.setPosixFilePermissions(
        house.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** How it ended. */
  record Ended(int code, String out, String err) {}

  Ended run(String... arguments) {
    try {
      var out = Files.createTempFile(house, "out-", "");
      var err = Files.createTempFile(house, "err-", "");
      var process =
          builder(List.of(), arguments)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("does not end: " + Files.readString(out));
      }
      LeakWatch.look(Files.readString(out));
      LeakWatch.look(Files.readString(err));
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts it as a terminal would: with a group of processes that a Ctrl-C reaches together. */
  OnATerminal start(String... arguments) {
    try {
      var out = Files.createTempFile(house, "out-", "");
      // Whoever runs the tests in the background has told them to ignore Ctrl-C.
      var before = List.of("setsid", "env", "--default-signal=INT");
      var builder = builder(before, arguments).redirectErrorStream(true);
      return new OnATerminal(builder.redirectOutput(out.toFile()).start(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder builder(List<String> before, String... arguments) {
    var command = new ArrayList<>(before);
    command.addAll(List.of("/bin/bash", house.resolve("ampel").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(house.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  /** It runs. */
  record OnATerminal(Process process, Path out) implements AutoCloseable {

    String output() {
      try {
        return Files.readString(out, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Everything that it started hears it, as with a real terminal. */
    void pressCtrlC() throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-INT", "--", "-" + process.pid()).start().waitFor();
    }

    @Override
    public void close() throws IOException, InterruptedException {
      LeakWatch.look(output());
      if (process.isAlive()) {
        new ProcessBuilder("kill", "-KILL", "--", "-" + process.pid()).start().waitFor();
      }
    }
  }
}
