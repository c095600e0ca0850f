package io.ampel.simulator.github;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** What GitHub publishes, fetched from npm by package name into the build folder once. */
final class Published {
  private static final Path FOLDER = Path.of("target", "published");

  private Published() {}

  static Path graphqlSchema() {
    return file("@octokit/graphql-schema", "15.26.1", "schema.graphql");
  }

  static Path openApi() {
    return file("@octokit/openapi", "23.0.2", "generated/api.github.com.json");
  }

  private static synchronized Path file(String name, String version, String inside) {
    var folder = FOLDER.resolve(name.replaceAll("[@/]", "-") + "-" + version);
    var file = folder.resolve(inside);
    if (!Files.exists(file)) {
      fetch(name + "@" + version, folder, inside);
    }
    return file;
  }

  private static void fetch(String specifier, Path folder, String inside) {
    try {
      Files.createDirectories(folder);
      var packed = run(folder, "npm", "pack", "--silent", specifier);
      Assumptions.assumeTrue(packed, "skipped: npm is not here or cannot fetch " + specifier);
      var archive = archive(folder);
      var unpacked =
          run(folder, "tar", "xzf", archive, "--strip-components=1", "package/" + inside);
      Assumptions.assumeTrue(unpacked, "skipped: tar cannot unpack " + specifier);
      Files.delete(folder.resolve(archive));
    } catch (IOException e) {
      Assumptions.abort("skipped: " + specifier + " could not be fetched: " + e.getMessage());
    }
  }

  private static String archive(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(each -> each.endsWith(".tgz"))
          .findFirst()
          .orElseThrow(() -> new IOException("nothing was packed"));
    }
  }

  private static boolean run(Path folder, String... command) {
    try {
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("fetch.log").toFile())
              .start();
      return process.waitFor(180, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
