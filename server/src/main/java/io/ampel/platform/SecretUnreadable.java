package io.ampel.platform;

import java.util.UUID;

/** A secret is gone, was tampered with, or was sealed with a key that this Ampel does not have. */
public final class SecretUnreadable extends RuntimeException {
  private static final long serialVersionUID = 1;

  SecretUnreadable(UUID owner, String purpose, String why) {
    super("The %s of %s cannot be opened: %s".formatted(purpose, owner, why));
  }
}
