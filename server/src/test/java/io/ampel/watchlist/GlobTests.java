package io.ampel.watchlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTests {

  @ParameterizedTest
  @CsvSource({
    "acme/*,          acme/api,        true",
    "acme/*,          ACME/Api,        true",
    "acme/*,          acme/group/api,  false",
    "acme/**,         acme/group/api,  true",
    "**,              acme/api,        true",
    "*/api-*,         beta/api-v2,     true",
    "*/api-*,         beta/web,        false",
    "acme/api,        acme/api,        true",
    "acme/api,        acme/api-docs,   false",
    "acme/a.i,        acme/api,        false",
    "acme/ap?,        acme/api,        true",
    "acme/(api|web),  acme/api,        false",
    "acme*/x,         acme-labs/x,     true",
  })
  void matchesWholeNames(String glob, String name, boolean matches) {
    assertThat(new Glob(glob).matches(name)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "acme", "*", "acme/* beta/*"})
  void refusesWhatIsNoPattern(String text) {
    assertThatThrownBy(() -> new Glob(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
