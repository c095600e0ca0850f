package io.ampel.platform;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Seals all tokens with a new key, while Ampel may go on reading and writing them. */
@Component
class RotateKey implements Command {
  private final ObjectProvider<Vault> vaults;

  /** The vault makes a key where there is none, so it comes to life only when this is called. */
  RotateKey(ObjectProvider<Vault> vaults) {
    this.vaults = vaults;
  }

  @Override
  public String name() {
    return "rotate-key";
  }

  @Override
  public String arguments() {
    return "";
  }

  @Override
  public String run(List<String> arguments) {
    var vault = vaults.getObject();
    vault.renewKey();
    var count = vault.reseal();
    if (count == 0 && vault.generatedKeyFile().isEmpty()) {
      return "Every token is sealed with the first key already. To change it, put a new key first in AMPEL_ENCRYPTION_KEY (new:base64,old:base64), restart Ampel, and run this again.";
    }
    return "%d %s now sealed with key %s.%s"
        .formatted(
            count,
            count == 1 ? "token is" : "tokens are",
            vault.sealingKeyId(),
            vault
                .generatedKeyFile()
                .map(file -> " It is the first in " + file + "; the older ones still open backups.")
                .orElse(" The older keys are no longer needed, except for backups."));
  }
}
