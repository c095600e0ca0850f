package io.ampel.platform;

import java.util.List;
import org.springframework.stereotype.Component;

/** Seals all tokens with a new key, while Ampel may go on reading and writing them. */
@Component
class RotateKey implements Command {
  private final Vault vault;

  RotateKey(Vault vault) {
    this.vault = vault;
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
