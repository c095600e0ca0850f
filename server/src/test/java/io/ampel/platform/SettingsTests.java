package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SettingsTests {
  private final Settings settings =
      new Settings(TestDatabase.fresh().client(), JsonMapper.builder().build());

  record Limit(int perHour, String unit) {}

  @Test
  void keepsWhatHasAJsonForm() {
    assertThat(settings.read("limit", Limit.class)).isEmpty();
    settings.write("limit", new Limit(5, "calls"));
    settings.write("bypass", true);
    assertThat(settings.read("limit", Limit.class)).contains(new Limit(5, "calls"));
    assertThat(settings.read("bypass", Boolean.class)).contains(true);
    settings.write("bypass", false);
    assertThat(settings.read("bypass", Boolean.class)).contains(false);
    settings.clear("limit");
    assertThat(settings.read("limit", Limit.class)).isEmpty();
  }
}
