package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real thing, from the outside: what happens to data and processes when Ampel ends. */
@Timeout(600)
class AmpelProcessTests {
  private final Path home = AmpelProcess.newHome();

  @Test
  void aKilledAmpelLeavesADatabaseThatTheNextOneTakesOver() throws Exception {
    var owner = UUID.randomUUID();
    long orphan;
    try (var ampel = AmpelProcess.in(home).start()) {
      vault(ampel).seal(owner, "token", "kept");
      orphan = ampel.databaseProcess();
      ampel.kill();
    }
    assertThat(AmpelProcess.runs(orphan)).isTrue();
    refusesAForeignKey();
    try (var ampel = AmpelProcess.in(home).start()) {
      assertThat(AmpelProcess.runs(orphan)).isFalse();
      assertThat(vault(ampel).open(owner, "token").reveal()).isEqualTo("kept");
      assertThat(health(ampel.address())).isEqualTo(200);
      endsInTimeWithItsDatabase(ampel);
    }
  }

  private void refusesAForeignKey() {
    var foreign = AmpelProcess.in(home).with("AMPEL_ENCRYPTION_KEY", VaultTests.key());
    var refused = foreign.run("--server.port=0");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(6);
    assertThat(refused.output())
        .contains("Taking over the database")
        .contains("does not open the stored tokens");
  }

  private void endsInTimeWithItsDatabase(AmpelProcess ampel) throws Exception {
    var database = ampel.databaseProcess();
    assertThat(ampel.stop()).isLessThan(Duration.ofSeconds(5));
    for (var tries = 0; tries < 30 && AmpelProcess.runs(database); tries++) Thread.sleep(100);
    assertThat(AmpelProcess.runs(database)).isFalse();
  }

  @Test
  void commandsRunBesideItAndASecondAmpelDoesNot() {
    try (var ampel = AmpelProcess.in(home).start()) {
      var owner = UUID.randomUUID();
      vault(ampel).seal(owner, "token", "kept");
      var before = keyId(ampel);

      var rotated = AmpelProcess.in(home).run("rotate-key");
      assertThat(rotated.exitCode()).as(rotated.output()).isZero();
      assertThat(rotated.output()).contains("1 token is now sealed with key");
      assertThat(keyId(ampel)).isNotEqualTo(before);
      assertThat(vault(ampel).open(owner, "token").reveal()).isEqualTo("kept");

      var backup = AmpelProcess.in(home).run("backup", home.resolve("b.zip").toString());
      assertThat(backup.exitCode()).as(backup.output()).isZero();
      assertThat(home.resolve("b.zip")).isNotEmptyFile();

      var restore = AmpelProcess.in(home).run("restore", home.resolve("b.zip").toString());
      assertThat(restore.exitCode()).as(restore.output()).isEqualTo(5);
      assertThat(restore.output()).contains("stop it first");

      var second = AmpelProcess.in(home).run("--server.port=0");
      assertThat(second.exitCode()).isEqualTo(5);
      assertThat(second.output().lines()).singleElement().asString().contains("Another Ampel");
    }
    restoresElsewhere();
  }

  private void restoresElsewhere() {
    var elsewhere = AmpelProcess.newHome();
    var file = home.resolve("b.zip").toString();
    var withoutKey = AmpelProcess.in(elsewhere).run("restore", file);
    assertThat(withoutKey.exitCode()).as(withoutKey.output()).isEqualTo(6);
    assertThat(elsewhere.resolve("encryption.key")).doesNotExist();
    copy(home.resolve("encryption.key"), elsewhere.resolve("encryption.key"));
    var withKey = AmpelProcess.in(elsewhere).run("restore", file);
    assertThat(withKey.exitCode()).as(withKey.output()).isZero();
  }

  @Test
  void aTakenPortAndAnUnknownCommandAreSaidInOneSentence() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var refused = AmpelProcess.in(home).run("--server.port=" + taken.getLocalPort());
      assertThat(refused.exitCode()).as(refused.output()).isEqualTo(4);
      assertThat(refused.output())
          .contains("Port " + taken.getLocalPort() + " is taken")
          .doesNotContain("\tat ");
    }
    var unknown = AmpelProcess.in(home).run("no-such-command");
    assertThat(unknown.exitCode()).as(unknown.output()).isEqualTo(2);
    assertThat(unknown.output()).contains("There is no command no-such-command");
  }

  private Vault vault(AmpelProcess ampel) {
    return new Vault(
        ampel.database().client(), new KeySource.Generated(home.resolve("encryption.key")));
  }

  private static String keyId(AmpelProcess ampel) {
    return ampel
        .database()
        .client()
        .sql("select key_id from secret")
        .query((row, _) -> row.getString(1))
        .single();
  }

  private static int health(URI address) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(address.resolve("/actuator/health")).build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
