package io.ampel.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The short way to a text leads to the same words as the long one. */
class MessageTests {
  private static final List<String> TEXTS =
      List.of(
          "{0} of {1} checks",
          "{1}, then {0}",
          "{0}{0}",
          "{3} is not there",
          "quoted '{'0'}' {0}",
          "{0,choice,0#none|1#one|1<{0} of them}",
          "{0} added, {2,choice,1#1 file|1<{2} files}",
          "nothing to fill");

  private static final List<Object[]> ARGUMENTS =
      List.of(
          new Object[] {1, 2, 3},
          new Object[] {"a", "b", "c"},
          new Object[] {"{1}", "x", 5L},
          new Object[] {999, 1000, 1_234_567},
          new Object[] {-5, 0L, 1},
          new Object[] {1.5, null, 2},
          new Object[] {7},
          new Object[] {1});

  @Test
  void saysWhatMessageFormatSays() {
    for (var locale : List.of(Locale.ENGLISH, Locale.GERMAN, Locale.of("ar", "EG"))) {
      for (var text : TEXTS) {
        var message = new Message(text, locale);
        for (var arguments : ARGUMENTS) {
          if (text.contains("choice") && !(arguments[0] instanceof Number)) continue;
          var expected = new MessageFormat(text, locale).format(arguments);
          for (var time = 0; time < 2; time++) {
            assertThat(message.with(arguments))
                .as(locale + " " + text + " " + Arrays.toString(arguments))
                .isEqualTo(expected);
          }
        }
      }
    }
  }

  @Test
  void leavesATextWithoutArgumentsAlone() {
    assertThat(new Message("it's {0}", Locale.ENGLISH).with(null)).isEqualTo("it's {0}");
    assertThat(new Message("it's {0}", Locale.ENGLISH).with(new Object[0])).isEqualTo("it's {0}");
  }

  @Test
  void findsTheTextsOfAllRooms() throws Exception {
    var texts = new Texts(new TextConfiguration().messageSource(), Locale.ENGLISH);
    assertThat(texts.of("web.ago.days", 1L)).isEqualTo("1 day ago");
    assertThat(texts.of("web.ago.days", 12L)).isEqualTo("12 days ago");
    assertThat(texts.of("dashboard.section.READY")).isNotEmpty();
    assertThat(texts.orElse("no.such.text", "other {0}", "x")).isEqualTo("other x");
    assertThat(Map.of("has", texts.has("no.such.text"))).containsEntry("has", false);
  }
}
