package io.ampel;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Only its owner writes a table: the room whose migration made it. */
class TableOwnersTests {
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
  private static final Path ROOMS = Path.of("src/main/java/io/ampel");
  private static final Pattern CREATES = Pattern.compile("create table (?:if not exists )?(\\w+)");
  private static final Pattern WRITES =
      Pattern.compile("(?:insert\\s+into|delete\\s+from|\"update|\\bupdate)\\s+(\\w+)\\b");

  @Test
  void everyTableIsWrittenByItsOwnerAlone() throws IOException {
    var owners = owners();
    var foreign = new ArrayList<String>();
    for (var file : files(ROOMS, ".java")) {
      var room = ROOMS.relativize(file).getName(0).toString();
      var writes = WRITES.matcher(Files.readString(file));
      while (writes.find()) {
        var owner = owners.get(writes.group(1));
        if (owner != null && !owner.equals(room) && !isWhole(room, file)) {
          foreign.add(file + " writes " + writes.group(1) + " of " + owner);
        }
      }
    }

    assertThat(owners).containsEntry("pull_request", "pullrequest");
    assertThat(foreign).isEmpty();
  }

  /** Backup and restore carry every table. */
  private static boolean isWhole(String room, Path file) {
    return room.equals("platform") && file.getFileName().toString().matches("(Backup|Restore).*");
  }

  private static Map<String, String> owners() throws IOException {
    return files(MIGRATIONS, ".sql").stream()
        .flatMap(file ->
            CREATES
                .matcher(read(file))
                .results()
                .map(made ->
                    Map.entry(made.group(1), MIGRATIONS.relativize(file).getName(0).toString())))
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first));
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
