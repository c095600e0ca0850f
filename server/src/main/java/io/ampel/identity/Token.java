package io.ampel.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An unguessable secret that somebody holds; we keep its hash. */
record Token(String value) {
  private static final SecureRandom random = new SecureRandom();
  private static final int BYTES = 32;
  private static final int GROUP = 4;

  /** None that is easily taken for another. */
  private static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

  static Token random(String prefix) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Token(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Groups of four letters, for people who have to type it. */
  static String readable(int groups) {
    return IntStream.range(0, groups).mapToObj(_ -> group()).collect(Collectors.joining("-"));
  }

  private static String group() {
    return random
        .ints(GROUP, 0, LETTERS.length())
        .mapToObj(i -> LETTERS.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  /** 256 random bits need no salt and no slow hash. */
  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(value.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "Token[…]";
  }
}
