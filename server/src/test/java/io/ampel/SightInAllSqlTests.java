package io.ampel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever shows pull requests joins sight. */
class SightInAllSqlTests {
  private static final Path ROOMS = Path.of("src/main/java/io/ampel");
  private static final List<String> SHOWING =
      List.of("dashboard", "search", "act", "merge", "insight", "notification");
  private static final Pattern READS =
      Pattern.compile("\\b(from|join)\\s+(pull_request|pull_request_detail|pull_request_event)\\b");

  /** A condition inside a statement of the dashboard, which joins sight around it. */
  private static final String A_CONDITION = "Where.java";

  @Test
  void everyFileThatReadsPullRequestsJoinsSight() {
    var reading = SHOWING.stream().flatMap(SightInAllSqlTests::files).filter(this::reads).toList();
    assertThat(reading).as("the test looks at something").isNotEmpty();
    assertThat(reading)
        .filteredOn(file -> !file.endsWith(A_CONDITION))
        .allSatisfy(file ->
            assertThat(text(file)).containsPattern("(from|join)\\s+sight_(now|whole|ending)"));
  }

  /** In one statement a table is read beside sight, or beside what was made of it. */
  @Test
  void everyStatementThatReadsPullRequestsStandsBesideSight() {
    var lonely =
        SHOWING.stream()
            .flatMap(SightInAllSqlTests::files)
            .filter(file -> !file.endsWith(A_CONDITION))
            .flatMap(file -> blocks(file).filter(block -> READS.matcher(block).find()))
            .filter(block ->
                !block.matches(
                    "(?s).*\\b(sight_(now|whole|ending)|visible|mine|picked|keyed|k)\\b.*"))
            .toList();
    assertThat(lonely).isEmpty();
  }

  private boolean reads(Path file) {
    return READS.matcher(text(file)).find();
  }

  private static Stream<String> blocks(Path file) {
    return Pattern.compile("\"\"\"(.*?)\"\"\"", Pattern.DOTALL)
        .matcher(text(file))
        .results()
        .map(found -> file.getFileName() + ":\n" + found.group(1));
  }

  private static Stream<Path> files(String room) {
    var folder = ROOMS.resolve(room);
    if (!Files.isDirectory(folder)) return Stream.of();
    try (var found = Files.walk(folder)) {
      return found.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
