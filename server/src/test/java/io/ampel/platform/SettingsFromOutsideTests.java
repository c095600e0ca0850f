package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsFromOutsideTests {
  @TempDir private Path folder;

  @Test
  void dotEnvKnowsCommentsQuotesAndExport() throws Exception {
    var file =
        Files.writeString(
            folder.resolve(".env"),
            """
            # where things are
            AMPEL_HOME=/srv/ampel
            export AMPEL_PUBLIC_URL="https://ampel.example/#top"
              AMPEL_DEMO = 'false'   \n\
            AMPEL_TRUSTED_PROXIES=10.0.0.1,10.0.0.2 # the two proxies
            AMPEL_ENCRYPTION_KEY=a:AAAA=,b:BBBB==
            not a line
            """);
    assertThat(DotEnv.read(file))
        .containsExactly(
            entry("AMPEL_HOME", "/srv/ampel"),
            entry("AMPEL_PUBLIC_URL", "https://ampel.example/#top"),
            entry("AMPEL_DEMO", "false"),
            entry("AMPEL_TRUSTED_PROXIES", "10.0.0.1,10.0.0.2"),
            entry("AMPEL_ENCRYPTION_KEY", "a:AAAA=,b:BBBB=="));
  }

  @Test
  void variablesBecomeProperties() throws Exception {
    var file =
        Files.writeString(
            folder.resolve(".env"),
            """
            AMPEL_HOME=/srv/ampel
            AMPEL_GITHUB_URL=http://127.0.0.1:8090/github
            AMPEL_TRUSTED_PROXIES=10.0.0.1,10.0.0.2
            AMPEL_ALLOW_LOOPBACK=true
            AMPEL_ENCRYPTION_KEY=secret
            """);
    var sources = new MutablePropertySources();
    sources.addLast(
        new SystemEnvironmentPropertySource("dotenv-systemEnvironment", DotEnv.read(file)));
    var properties =
        new Binder(ConfigurationPropertySources.from(sources))
            .bindOrCreate("ampel", AmpelProperties.class);
    assertThat(properties.home()).isEqualTo(Path.of("/srv/ampel"));
    assertThat(properties.githubUrl()).hasToString("http://127.0.0.1:8090/github");
    assertThat(properties.trustedProxies()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(properties.allowLoopback()).isTrue();
    assertThat(properties.encryptionKey()).isEqualTo("secret");
    assertThat(properties.demo()).isFalse();
    assertThat(properties.toString()).doesNotContain("secret");
  }

  @Test
  void theDataIsInTheHomeOfThePersonUnlessSaid() {
    var properties =
        new Binder(ConfigurationPropertySources.from(new MutablePropertySources()))
            .bindOrCreate("ampel", AmpelProperties.class);
    assertThat(Home.withoutTilde(properties.home()))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".ampel"));
    assertThat(Home.withoutTilde(Path.of("/srv/ampel"))).isEqualTo(Path.of("/srv/ampel"));
  }

  @Test
  void oauthVariablesOfOldSetUpsAreNamed() {
    assertThat(
            FormerSettings.in(
                List.of("PATH", "GITHUB_CLIENT_SECRET", "GITHUB_TOKEN", "GITLAB_CLIENT_ID")))
        .containsExactly("GITHUB_CLIENT_SECRET", "GITLAB_CLIENT_ID");
  }
}
