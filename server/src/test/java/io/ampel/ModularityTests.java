package io.ampel;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.DependencyDepth;

/** The arrows between the rooms: those the packages allow, no others, and the picture of them. */
class ModularityTests {
  private static final Path PICTURE = Path.of("../docs/architecture.md");
  private final ApplicationModules rooms =
      ApplicationModules.of(Ampel.class, resideInAPackage("io.ampel.jte.."));

  @Test
  void everyArrowIsAllowed() {
    rooms.verify();
  }

  /** Run with {@code -Dpicture=write} to draw it anew. */
  @Test
  void thePictureShowsTheArrowsThereAre() throws IOException {
    var page = Files.readString(PICTURE);
    var drawn = page.replaceFirst("(?s)```mermaid\n.*?```", mermaid());
    if ("write".equals(System.getProperty("picture"))) {
      Files.writeString(PICTURE, drawn);
    }

    assertThat(drawn).as("docs/architecture.md; draw it anew with -Dpicture=write").isEqualTo(page);
  }

  private String mermaid() {
    var arrows = new TreeSet<String>();
    rooms.stream().forEach(room -> arrows(room, arrows));
    return arrows.stream().collect(joining("\n", "```mermaid\nflowchart TD\n", "\n```"));
  }

  private void arrows(ApplicationModule room, TreeSet<String> arrows) {
    room.getDependencies(rooms, DependencyDepth.IMMEDIATE)
        .uniqueModules()
        .forEach(
            other -> arrows.add("  " + room.getIdentifier() + " --> " + other.getIdentifier()));
  }
}
