package io.ampel.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes passwords with Argon2id and says which are too easy to guess. */
@Component
class Passwords {
  static final int SHORTEST = 10;
  static final int LONGEST = 256;
  private static final int FEWEST_DIFFERENT = 5;

  private final PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);

  /** Each hash takes 19 MB while it lasts; a storm of sign-ins waits in line instead. */
  private final Semaphore turns = new Semaphore(4, true);

  private final String nobodys = hash(Token.random("").value());

  String hash(String password) {
    turns.acquireUninterruptibly();
    try {
      var hash = argon2.encode(password);
      if (hash == null) throw new IllegalStateException("no hash");
      return hash;
    } finally {
      turns.release();
    }
  }

  /** Takes as long where there is no hash to compare with, so that time tells nothing. */
  boolean matches(String password, @Nullable String hash) {
    turns.acquireUninterruptibly();
    try {
      var same = argon2.matches(password, hash == null ? nobodys : hash);
      return same && hash != null;
    } finally {
      turns.release();
    }
  }

  /** The key of the text that says what is wrong with a new password. */
  static Optional<String> objection(String password, String email) {
    var lower = password.toLowerCase(Locale.ROOT);
    var local = email.replaceFirst("@.*", "").toLowerCase(Locale.ROOT);
    if (password.length() < SHORTEST) return Optional.of("identity.password.short");
    if (password.length() > LONGEST) return Optional.of("identity.password.long");
    if (lower.equals(email.toLowerCase(Locale.ROOT)) || lower.equals(local + local)) {
      return Optional.of("identity.password.email");
    }
    if (password.codePoints().distinct().count() < FEWEST_DIFFERENT || isSequence(lower)) {
      return Optional.of("identity.password.easy");
    }
    return Optional.empty();
  }

  private static boolean isSequence(String lower) {
    var steps = "01234567890123456789 abcdefghijklmnopqrstuvwxyz qwertyuiopasdfghjklzxcvbnm";
    return steps.contains(lower)
        || lower.matches("(password|passwort|welcome|ampel|qwerty)[\\d!]*");
  }
}
