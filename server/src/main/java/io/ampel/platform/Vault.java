package io.ampel.platform;

import static io.ampel.platform.StartRefused.Because.KEY;

import io.ampel.platform.KeyRing.Key;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps tokens so that the database alone gives none away: sealed with AES-256-GCM, each bound to
 * its owner, its purpose and the key that sealed it. They are opened only for the call that needs
 * them.
 */
public final class Vault {
  private static final byte FORMAT = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final JdbcClient jdbc;
  private final KeySource keys;
  private final SecureRandom random = new SecureRandom();

  Vault(JdbcClient jdbc, KeySource keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /** A vault with the given keys, written as in {@code AMPEL_ENCRYPTION_KEY}. */
  public static Vault of(JdbcClient jdbc, String ring) {
    return new Vault(jdbc, new KeySource.Given(KeyRing.parse(ring)));
  }

  /** The file of the key that Ampel made itself, or empty when the environment gave the key. */
  public Optional<Path> generatedKeyFile() {
    return switch (keys) {
      case KeySource.Given _ -> Optional.empty();
      case KeySource.Generated generated -> Optional.of(generated.file());
    };
  }

  /** Keeps a secret, in place of what this owner had for this purpose. */
  public void seal(UUID owner, String purpose, String secret) {
    var key = keys.ring().sealing();
    jdbc.sql(
            """
            insert into secret (owner, purpose, key_id, sealed)
            values (:owner, :purpose, :keyId, :sealed)
            on conflict (owner, purpose)
            do update set key_id = excluded.key_id, sealed = excluded.sealed
            """)
        .param("owner", owner)
        .param("purpose", purpose)
        .param("keyId", key.id())
        .param("sealed", encrypt(key, owner, purpose, secret))
        .update();
  }

  /** Opens a secret; throws {@link SecretUnreadable} when there is none or it does not open. */
  public Secret open(UUID owner, String purpose) {
    return jdbc.sql(
            """
            select owner, purpose, key_id, sealed
              from secret
             where owner = :owner
               and purpose = :purpose
            """)
        .param("owner", owner)
        .param("purpose", purpose)
        .query(Vault::row)
        .optional()
        .map(this::decrypt)
        .orElseThrow(() -> new SecretUnreadable(owner, purpose, "there is none"));
  }

  /** Drops a secret; nothing happens when there is none. */
  public void forget(UUID owner, String purpose) {
    jdbc.sql(
            """
            delete from secret
             where owner = :owner
               and purpose = :purpose
            """)
        .param("owner", owner)
        .param("purpose", purpose)
        .update();
  }

  /** A sealed secret as it stands in its table. */
  @SuppressWarnings("ArrayRecordComponent") // carried from the table to the cipher, never compared
  record Row(UUID owner, String purpose, String keyId, byte[] sealed) {}

  String sealingKeyId() {
    return keys.ring().sealing().id();
  }

  /** Makes a new key where Ampel keeps the keys itself; a given ring is changed by who gives it. */
  void renewKey() {
    if (keys instanceof KeySource.Generated generated) generated.renew();
  }

  /** Seals everything with the first key of the ring, one row at a time, and counts. */
  int reseal() {
    var key = keys.ring().sealing();
    var changed = 0;
    for (var rows = sealedOtherwise(key); !rows.isEmpty(); rows = sealedOtherwise(key)) {
      changed += rows.stream().mapToInt(row -> reseal(row, key)).sum();
    }
    return changed;
  }

  /** Throws when there are stored secrets that the present keys do not open. */
  void refuseForeignKey() {
    for (var sample : samples()) {
      try {
        decrypt(sample);
      } catch (SecretUnreadable e) {
        throw new StartRefused(
            KEY,
            "The encryption key does not open the stored tokens, which were sealed with key %s: start Ampel with that key (nothing was changed)."
                .formatted(sample.keyId()),
            e);
      }
    }
  }

  /** One row of each key that was ever used. */
  List<Row> samples() {
    return jdbc.sql(
            """
            select distinct on (key_id) owner, purpose, key_id, sealed
              from secret
             order by key_id, owner, purpose
            """)
        .query(Vault::row)
        .list();
  }

  Secret decrypt(Row row) {
    var key =
        keys.ring()
            .find(row.keyId())
            .orElseThrow(() -> unreadable(row, "the key " + row.keyId() + " is not in the ring"));
    var sealed = row.sealed();
    if (sealed.length <= 1 + NONCE_BYTES || sealed[0] != FORMAT) {
      throw unreadable(row, "it is in a form that Ampel does not write");
    }
    try {
      var cipher = cipher(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 1, 12));
      cipher.updateAAD(binding(row.owner(), row.purpose(), row.keyId()));
      var text = cipher.doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
      return new Secret(new String(text, StandardCharsets.UTF_8));
    } catch (AEADBadTagException e) {
      throw unreadable(row, "the key " + row.keyId() + " does not fit, or it was changed");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getObject("owner", UUID.class),
        row.getString("purpose"),
        row.getString("key_id"),
        row.getBytes("sealed"));
  }

  private List<Row> sealedOtherwise(Key key) {
    return jdbc.sql(
            """
            select owner, purpose, key_id, sealed
              from secret
             where key_id <> :keyId
             order by owner, purpose
             limit 100
            """)
        .param("keyId", key.id())
        .query(Vault::row)
        .list();
  }

  /** Leaves a row alone that was sealed anew in the meantime. */
  private int reseal(Row row, Key key) {
    return jdbc.sql(
            """
            update secret
               set key_id = :keyId,
                   sealed = :sealed
             where owner = :owner
               and purpose = :purpose
               and sealed = :before
            """)
        .param("keyId", key.id())
        .param("sealed", encrypt(key, row.owner(), row.purpose(), decrypt(row).reveal()))
        .param("owner", row.owner())
        .param("purpose", row.purpose())
        .param("before", row.sealed())
        .update();
  }

  private byte[] encrypt(Key key, UUID owner, String purpose, String secret) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      var cipher = cipher(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(binding(owner, purpose, key.id()));
      var text = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(1 + NONCE_BYTES + text.length)
          .put(FORMAT)
          .put(nonce)
          .put(text)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Cipher cipher(int mode, Key key, GCMParameterSpec nonce)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.secret(), nonce);
    return cipher;
  }

  /** The owner has a fixed length and a key id no bar, so no two bindings read the same. */
  private static byte[] binding(UUID owner, String purpose, String keyId) {
    return (owner + "|" + keyId + "|" + purpose).getBytes(StandardCharsets.UTF_8);
  }

  private static SecretUnreadable unreadable(Row row, String why) {
    return new SecretUnreadable(row.owner(), row.purpose(), why);
  }
}
