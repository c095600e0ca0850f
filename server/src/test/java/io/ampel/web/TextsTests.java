package io.ampel.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TextsTests {
  private static final Pattern USED = Pattern.compile("\\btext\\(\"([\\w.-]+)\"\\s*[,)]");

  @Test
  void everyTextThatATemplateUsesIsThere() throws IOException {
    var texts = new Texts(new TextConfiguration().messageSource(), Locale.ENGLISH);
    var missing = new TreeSet<String>();
    for (var file : files("src/main/jte", ".jte")) {
      var matcher = USED.matcher(Files.readString(file));
      while (matcher.find()) {
        if (!texts.has(matcher.group(1))) missing.add(file.getFileName() + " " + matcher.group(1));
      }
    }
    assertThat(missing).isEmpty();
  }

  /** A straight apostrophe is a quote sign to the message format, and ugly. */
  @Test
  void textsUseTypographicApostrophes() throws IOException {
    for (var file : files("src/main/resources/messages", ".properties")) {
      assertThat(Files.readAllLines(file))
          .as(file.toString())
          .noneMatch(line -> line.matches("^[^#].*'.*"));
    }
  }

  private static List<Path> files(String folder, String ending) throws IOException {
    try (var files = Files.walk(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }
}
