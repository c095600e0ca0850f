package io.ampel.platform;

import static io.ampel.platform.StartRefused.Because.KEY;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens the vault at start, or says why it must stay shut. Nothing stored is ever overwritten. */
@Configuration(proxyBeanMethods = false)
class VaultConfiguration {
  private static final Logger log = LoggerFactory.getLogger(VaultConfiguration.class);

  @Bean
  Vault vault(
      JdbcClient jdbc,
      AmpelProperties properties,
      Home home,
      ObjectProvider<OwnDatabase> ownDatabase) {
    var keys = keySource(properties, home, ownDatabase.getIfAvailable());
    var vault = new Vault(jdbc, keys);
    if (keys instanceof KeySource.Generated generated) prepare(generated, vault);
    vault.refuseForeignKey();
    return vault;
  }

  private static KeySource keySource(
      AmpelProperties properties, Home home, @Nullable OwnDatabase ownDatabase) {
    var given = properties.encryptionKey();
    if (given != null && !given.isBlank()) return new KeySource.Given(KeyRing.parse(given));
    if (ownDatabase != null) return new KeySource.Generated(home.keyFile());
    throw new StartRefused(
        KEY,
        "With a database of your own Ampel needs AMPEL_ENCRYPTION_KEY: 32 bytes in base64, made for example with: openssl rand -base64 32.");
  }

  private static void prepare(KeySource.Generated generated, Vault vault) {
    if (!generated.exists()) {
      refuseLostKey(generated, vault);
      generated.create();
    }
    log.info(
        "Tokens are sealed with the key in {}; whoever copies that folder copies the vault with its key."
            + " Set AMPEL_ENCRYPTION_KEY to keep the key elsewhere.",
        generated.file());
  }

  private static void refuseLostKey(KeySource.Generated generated, Vault vault) {
    if (vault.samples().isEmpty()) return;
    throw new StartRefused(
        KEY,
        "The key file %s is gone, but the database holds tokens sealed with it: put the file back, or set AMPEL_ENCRYPTION_KEY to its content."
            .formatted(generated.file()));
  }
}
