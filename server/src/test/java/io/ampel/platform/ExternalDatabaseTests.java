package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.OnGitHub;
import io.ampel.identity.Visitor;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Ampel on a PostgreSQL that somebody else keeps, and moving from there and back. */
@Timeout(300)
class ExternalDatabaseTests {
  private final Simulator simulator = Simulator.start(0);
  private final TestDatabase theirs = TestDatabase.empty();
  private final String key = "one:" + VaultTests.key();
  private final Path home = AmpelProcess.newHome();
  private final Path backups = TestDatabase.newFolder();

  @AfterEach
  void end() {
    simulator.close();
  }

  @Test
  void itRunsThereWithAKeyAndMovesFromOneToTheOther() {
    refusesWithoutAKey();
    simulator.world().repository("acme/api").pullRequest(1).title("Ready").author("ben");
    simulator
        .world()
        .repository("acme/api")
        .pullRequest(2)
        .title("Torn")
        .author("ben")
        .conflicting();
    String bearer;
    try (var ampel = on(theirs, home).start()) {
      assertThat(home.resolve("postgres/data")).doesNotExist();
      assertThat(home.resolve("encryption.key")).doesNotExist();
      bearer = sync(ampel);
      backup(on(theirs, home), "from-theirs.zip");
    }
    refusesAForeignKey();

    var elsewhere = AmpelProcess.newHome();
    restore(embedded(elsewhere), "from-theirs.zip");
    try (var ampel = embedded(elsewhere).start()) {
      var ada = new OnGitHub(new Visitor(ampel.address().getPort()).bearer(bearer));
      assertThat(lights(ada)).isEqualTo(Map.of(1, "READY", 2, "BLOCKED"));
      worksOn(ada);
      backup(embedded(elsewhere), "from-ours.zip");
    }

    var others = TestDatabase.empty();
    restore(on(others, home), "from-ours.zip");
    for (var table : List.of("person", "provider_account", "repository", "pull_request", "sight")) {
      assertThat(ids(others, table)).as(table).isNotEmpty().isEqualTo(ids(theirs, table));
    }
    var account =
        others.client().sql("select id from provider_account").query(java.util.UUID.class).single();
    assertThat(Vault.of(others.client(), key).open(account, "provider-token").reveal())
        .isEqualTo(Tokens.ADMIN);
  }

  private void refusesWithoutAKey() {
    var refused = AmpelProcess.in(home).with("SPRING_DATASOURCE_URL", theirs.url());
    var ended =
        refused
            .with("SPRING_DATASOURCE_USERNAME", theirs.user())
            .with("SPRING_DATASOURCE_PASSWORD", theirs.password())
            .run("--server.port=0");
    assertThat(ended.exitCode()).as(ended.output()).isEqualTo(6);
    assertThat(ended.output().lines()).anyMatch(line -> line.contains("AMPEL_ENCRYPTION_KEY"));
    assertThat(ended.output()).doesNotContain("\tat ");
  }

  private void refusesAForeignKey() {
    var before = sealed();
    var ended =
        on(theirs, home).with("AMPEL_ENCRYPTION_KEY", VaultTests.key()).run("--server.port=0");
    assertThat(ended.exitCode()).as(ended.output()).isEqualTo(6);
    assertThat(sealed()).isEqualTo(before);
  }

  private List<String> sealed() {
    return theirs
        .client()
        .sql("select s::text as row from secret s")
        .query((row, _) -> row.getString("row"))
        .list();
  }

  private AmpelProcess.Setup on(TestDatabase database, Path ampelHome) {
    return embedded(ampelHome)
        .with("SPRING_DATASOURCE_URL", database.url())
        .with("SPRING_DATASOURCE_USERNAME", database.user())
        .with("SPRING_DATASOURCE_PASSWORD", database.password());
  }

  private AmpelProcess.Setup embedded(Path ampelHome) {
    return AmpelProcess.in(ampelHome)
        .with("AMPEL_ENCRYPTION_KEY", key)
        .with("AMPEL_ADMIN_EMAIL", Visitor.EMAIL)
        .with("AMPEL_ADMIN_PASSWORD", Visitor.PASSWORD)
        .with("AMPEL_ALLOW_LOOPBACK", "true")
        .with("AMPEL_GITHUB_URL", simulator.githubBase().toString());
  }

  private String sync(AmpelProcess ampel) {
    var visitor = new Visitor(ampel.address().getPort());
    visitor.signIn(Visitor.EMAIL, Visitor.PASSWORD);
    var ada = new OnGitHub(visitor.program("ACT"));
    ada.watch(ada.account("work", Tokens.ADMIN), "acme/api");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> lights(ada).equals(Map.of(1, "READY", 2, "BLOCKED")));
    return ada.program().bearer();
  }

  private static Map<Integer, String> lights(OnGitHub ada) {
    return ada.list("")
        .get("items")
        .valueStream()
        .collect(
            Collectors.toMap(
                item -> item.get("number").asInt(), item -> item.get("light").asString()));
  }

  /** The token still opens: what happens at the provider from now on is seen. */
  private void worksOn(OnGitHub ada) {
    simulator.world().repository("acme/api").pullRequest(3).title("New").author("ben");
    var repository =
        Visitor.read(ada.program().get("/api/v1/repositories")).at("/items/0/id").asString();
    ada.await(
        () -> {
          ada.send("/api/v1/repositories/" + repository + "/sync", Map.of());
          return ada.list("");
        },
        list -> list.get("items").size() == 3);
    simulator.world().repository("acme/api").pullRequest(3).close();
    ada.await(
        () -> {
          ada.send("/api/v1/repositories/" + repository + "/sync", Map.of());
          return ada.list("");
        },
        (JsonNode list) -> list.get("items").size() == 2);
  }

  private void backup(AmpelProcess.Setup setup, String name) {
    var ended = setup.run("backup", backups.resolve(name).toString());
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(Files.exists(backups.resolve(name))).isTrue();
  }

  private void restore(AmpelProcess.Setup setup, String name) {
    var ended = setup.run("restore", backups.resolve(name).toString());
    assertThat(ended.exitCode()).as(ended.output()).isZero();
  }

  private static List<String> ids(TestDatabase database, String table) {
    var id =
        switch (table) {
          case "sight" -> "account_id::text || repository_id::text";
          case "pull_request" -> "case when number < 3 then id::text end";
          default -> "id::text";
        };
    return database
        .client()
        .sql("select %s as id from %s order by 1".formatted(id, table))
        .query((row, _) -> row.getString("id"))
        .list()
        .stream()
        .filter(one -> one != null)
        .toList();
  }
}
