package io.ampel.provider;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256, as all providers sign with it, compared in constant time. */
public final class Signature {
  private static final String PREFIX = "sha256=";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Signature() {}

  public static byte[] of(byte[] key, byte[]... parts) {
    var mac = mac(key);
    for (var part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  /** Whether a header {@code sha256=HEX} fits. It is computed even where the header is nonsense. */
  public static boolean fits(String header, byte[] key, byte[] body) {
    return same(given(header), of(key, body));
  }

  private static byte[] given(String header) {
    try {
      return header.startsWith(PREFIX)
          ? HexFormat.of().parseHex(header.substring(PREFIX.length()))
          : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  public static boolean same(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  public static byte[] random32() {
    var bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  static Mac mac(byte[] key) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
