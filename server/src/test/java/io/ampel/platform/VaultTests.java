package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class VaultTests {
  private static final String TOKEN = "ghp_planted0000000000000000000000000000";
  private static final JdbcClient jdbc = TestDatabase.fresh().client();

  private final UUID owner = UUID.randomUUID();
  private final Vault vault = Vault.of(jdbc, "one:" + key());
  @TempDir private Path folder;

  @BeforeEach
  void empty() {
    jdbc.sql("delete from secret").update();
  }

  @Test
  void opensWhatItSealed() {
    vault.seal(owner, "token", TOKEN);
    assertThat(vault.open(owner, "token").reveal()).isEqualTo(TOKEN);
    vault.seal(owner, "token", "another");
    assertThat(vault.open(owner, "token").reveal()).isEqualTo("another");
    vault.forget(owner, "token");
    assertThatThrownBy(() -> vault.open(owner, "token")).isInstanceOf(SecretUnreadable.class);
  }

  @Test
  void columnNeverContainsTheToken() {
    vault.seal(owner, "token", TOKEN);
    assertThat(new String(sealed(owner), StandardCharsets.ISO_8859_1)).doesNotContain("planted");
    assertThat(jdbc.sql("select secret::text from secret").query(String.class).single())
        .doesNotContain("planted")
        .doesNotContain(Base64.getEncoder().encodeToString(TOKEN.getBytes(StandardCharsets.UTF_8)))
        .contains("one");
  }

  @Test
  void masksWhatItOpened() {
    vault.seal(owner, "token", TOKEN);
    assertThat(vault.open(owner, "token")).hasToString("Secret[hidden]");
  }

  @Test
  void takesAFreshNonceEachTime() {
    vault.seal(owner, "token", TOKEN);
    var first = sealed(owner);
    vault.seal(owner, "token", TOKEN);
    assertThat(sealed(owner)).isNotEqualTo(first);
    assertThat(List.of(first).getFirst()).hasSameSizeAs(sealed(owner));
  }

  @Test
  void swappedRowsDoNotOpen() {
    var other = UUID.randomUUID();
    vault.seal(owner, "token", TOKEN);
    vault.seal(other, "token", "other");
    put(other, sealed(owner));
    assertThatThrownBy(() -> vault.open(other, "token"))
        .isInstanceOf(SecretUnreadable.class)
        .hasMessageNotContaining("planted");
  }

  @Test
  void anotherPurposeDoesNotOpen() {
    vault.seal(owner, "token", TOKEN);
    jdbc.sql("update secret set purpose = 'webhook'").update();
    assertThatThrownBy(() -> vault.open(owner, "webhook")).isInstanceOf(SecretUnreadable.class);
  }

  @Test
  void anotherKeyIdDoesNotOpenEvenWithTheSameKey() {
    var bytes = key();
    Vault.of(jdbc, "one:" + bytes).seal(owner, "token", TOKEN);
    jdbc.sql("update secret set key_id = 'two'").update();
    var both = Vault.of(jdbc, "one:" + key() + ",two:" + bytes);
    assertThatThrownBy(() -> both.open(owner, "token")).isInstanceOf(SecretUnreadable.class);
  }

  @Test
  void everyTamperedByteIsNoticed() {
    vault.seal(owner, "token", "short");
    var sealed = sealed(owner);
    for (var i = 0; i < sealed.length; i++) {
      var tampered = sealed.clone();
      tampered[i] ^= 1;
      put(owner, tampered);
      assertThatThrownBy(() -> vault.open(owner, "token")).isInstanceOf(SecretUnreadable.class);
    }
    put(owner, sealed);
    assertThat(vault.open(owner, "token").reveal()).isEqualTo("short");
  }

  @Test
  void aKeyWithoutANameIsFoundAgainInARing() {
    var bytes = key();
    Vault.of(jdbc, bytes).seal(owner, "token", TOKEN);
    var ring = Vault.of(jdbc, "new:" + key() + ",old:" + bytes);
    assertThat(ring.open(owner, "token").reveal()).isEqualTo(TOKEN);
    assertThat(ring.reseal()).isEqualTo(1);
    assertThat(jdbc.sql("select key_id from secret").query(String.class).single()).isEqualTo("new");
    assertThat(ring.open(owner, "token").reveal()).isEqualTo(TOKEN);
  }

  @Test
  void refusesKeysOfTheWrongForm() {
    for (var wrong : List.of("short", "a:AAAA", "not base64!", " ", "a:" + key() + ",a:" + key())) {
      assertThatThrownBy(() -> KeyRing.parse(wrong))
          .isInstanceOfSatisfying(
              StartRefused.class, refused -> assertThat(refused.exitCode()).isEqualTo(6))
          .hasMessageNotContaining(wrong.strip() + "!");
    }
  }

  @Test
  void keyFileIsForItsOwnerOnly() throws Exception {
    var source = new KeySource.Generated(folder.resolve("encryption.key"));
    source.create();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(source.file())))
        .isEqualTo("rw-------");
    assertThat(source.ring().toString())
        .doesNotContain(Files.readString(source.file()).strip().split(":")[1]);
  }

  @Test
  void rotatesWhileAnotherProcessReads() throws Exception {
    var file = folder.resolve("encryption.key");
    var rotating = new KeySource.Generated(file);
    rotating.create();
    var reader = new Vault(jdbc, new KeySource.Generated(file));
    var owners = Stream.generate(UUID::randomUUID).limit(300).toList();
    owners.forEach(each -> reader.seal(each, "token", "secret of " + each));
    var rotated = new AtomicBoolean();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> reading =
          () -> {
            var reads = 0;
            do {
              for (var each : owners) {
                assertThat(reader.open(each, "token").reveal()).isEqualTo("secret of " + each);
                reads++;
              }
            } while (!rotated.get());
            return reads;
          };
      var reads = pool.submit(reading);
      rotating.renew();
      assertThat(new Vault(jdbc, rotating).reseal()).isEqualTo(300);
      rotated.set(true);
      assertThat(reads.get()).isGreaterThanOrEqualTo(300);
    }
    assertThat(jdbc.sql("select distinct key_id from secret").query(String.class).list())
        .containsExactly(rotating.ring().sealing().id());
    reader.seal(owner, "token", TOKEN);
    assertThat(jdbc.sql("select distinct key_id from secret").query(String.class).list())
        .containsExactly(rotating.ring().sealing().id());
  }

  private static byte[] sealed(UUID owner) {
    return jdbc.sql("select sealed from secret where owner = :owner")
        .param("owner", owner)
        .query((row, _) -> row.getBytes(1))
        .single();
  }

  private static void put(UUID owner, byte[] sealed) {
    jdbc.sql("update secret set sealed = :sealed where owner = :owner")
        .param("sealed", sealed)
        .param("owner", owner)
        .update();
  }

  static String key() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return LeakWatch.plant(Base64.getEncoder().encodeToString(bytes));
  }
}
