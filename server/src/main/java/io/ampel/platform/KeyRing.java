package io.ampel.platform;

import static io.ampel.platform.StartRefused.Because.KEY;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The keys of the vault: the first one seals, all of them open. */
record KeyRing(List<Key> keys) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,40}");
  private static final int KEY_BYTES = 32;

  KeyRing {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) throw new IllegalArgumentException("a key ring holds at least one key");
  }

  /** One key and the name under which rows remember it. */
  record Key(String id, SecretKey secret) {

    static Key random() {
      var bytes = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(bytes);
      return named(bytes);
    }

    /** A key that came without a name is called by its fingerprint. */
    static Key named(byte[] bytes) {
      return new Key(fingerprint(bytes), new SecretKeySpec(bytes, "AES"));
    }

    private boolean answersTo(String wanted) {
      return id.equals(wanted) || fingerprint(secret.getEncoded()).equals(wanted);
    }

    private String text() {
      return id + ":" + Base64.getEncoder().encodeToString(secret.getEncoded());
    }

    @Override
    public String toString() {
      return "Key[" + id + "]";
    }
  }

  /** Reads 32 bytes in base64, or {@code id:base64,id:base64}. */
  static KeyRing parse(String text) {
    var keys =
        Stream.of(text.split("[,\\s]+")).filter(part -> !part.isBlank()).map(KeyRing::key).toList();
    if (keys.isEmpty()) throw refused("it is empty");
    var ids = new HashSet<String>();
    for (var key : keys) {
      if (!ids.add(key.id())) throw refused("it names the key " + key.id() + " twice");
    }
    return new KeyRing(keys);
  }

  Key sealing() {
    return keys.getFirst();
  }

  Optional<Key> find(String id) {
    return keys.stream().filter(key -> key.answersTo(id)).findFirst();
  }

  KeyRing prepend(Key key) {
    return new KeyRing(Stream.concat(Stream.of(key), keys.stream()).toList());
  }

  /** The form that {@link #parse} reads. Holds the keys themselves. */
  String text() {
    return keys.stream().map(Key::text).collect(Collectors.joining(",")) + "\n";
  }

  private static Key key(String part) {
    var colon = part.indexOf(':');
    if (colon < 0) return Key.named(bytes(part));
    var id = part.substring(0, colon);
    if (!ID.matcher(id).matches()) throw refused("a key id is made of letters, digits, - and _");
    return new Key(id, new SecretKeySpec(bytes(part.substring(colon + 1)), "AES"));
  }

  private static byte[] bytes(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      throw refused("it is not base64");
    }
    if (bytes.length == KEY_BYTES) return bytes;
    throw refused("it has " + bytes.length + " bytes");
  }

  private static StartRefused refused(String why) {
    return new StartRefused(
        KEY,
        "The encryption key must be 32 bytes in base64 (make one with: openssl rand -base64 32), or a ring id:base64,id:base64; "
            + why
            + ".");
  }

  private static String fingerprint(byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(digest, 4));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
