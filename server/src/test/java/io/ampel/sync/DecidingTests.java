package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Vault;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may set in Ampel what a repository demands: administrators, and who maintains it. */
@AmpelTest(properties = "ampel.sync.tick=100ms")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecidingTests {
  private final Simulator simulator = Simulator.start(0);
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  private Visitor ada = new Visitor(0);
  private SyncWorld world;

  @BeforeAll
  void begin() {
    ada = Visitor.first(port);
    world = new SyncWorld(jdbc, vault, simulator.githubBase());
  }

  @AfterAll
  void end() {
    simulator.close();
  }

  /** Ben's role there is the one given; he watches it with his own token. */
  private record Place(Visitor ben, UUID account, Repository repository, String path) {}

  private Place place(String name, Role role) {
    var repository = simulator.world().repository("acme/" + name).collaborator("ben", role);
    repository.pullRequest("Add a thing").author("lena").check("build", CheckState.PASSED);
    var email = name + "@example.org";
    var ben = ada.add(port, email);
    var account = world.account(world.person(email), "work", Tokens.WRITER);
    var answer =
        ben.json(
            "POST",
            "/api/v1/repositories",
            "{\"account\":\"%s\",\"fullNames\":[\"%s\"]}"
                .formatted(account, repository.fullName()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    world.awaitFirstSync();
    var id = Visitor.read(answer).get("added").get(0).get("id").asString();
    return new Place(ben, account, repository, "/api/v1/repositories/" + id);
  }

  private static java.net.http.HttpResponse<String> demandTwo(Place place) {
    return place.ben().json("PATCH", place.path(), "{\"requirements\":{\"approvals\":2}}");
  }

  private static boolean mayChange(Place place) {
    return Visitor.read(place.ben().get(place.path()))
        .get("requirements")
        .get("mayChange")
        .asBoolean();
  }

  @Test
  void whoMaintainsTheRepositoryDecidesAndItIsWrittenDown() {
    var place = place("maintained", Role.MAINTAIN);

    assertThat(mayChange(place)).isTrue();
    var decided = demandTwo(place);

    assertThat(decided.statusCode()).as(decided.body()).isEqualTo(200);
    assertThat(Visitor.read(decided).get("light").asString()).isEqualTo("WAITING");
    assertThat(Visitor.read(decided).get("requirements").get("setBy").asString()).isNotBlank();
    assertThat(
            jdbc.sql(
                    """
                    select count(*)
                    from   audit
                    where  action = 'repository.requirements' and person_email = :email
                    """)
                .param("email", "maintained@example.org")
                .query(Long.class)
                .single())
        .isOne();
  }

  @Test
  void whoMayOnlyWriteDoesNot() {
    var place = place("written", Role.WRITE);

    assertThat(mayChange(place)).isFalse();
    var refused = demandTwo(place);

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(Visitor.read(refused).get("code").asString()).isEqualTo("REQUIREMENTS_NOT_YOURS");
  }

  @Test
  void whoMaintainsItNoLongerLosesTheRightWithTheNextReading() {
    var place = place("left", Role.ADMIN);
    assertThat(mayChange(place)).isTrue();

    place.repository().collaborator("ben", Role.WRITE);
    place.repository().pullRequests().iterator().next().push();
    world.readAll();

    await().atMost(Duration.ofSeconds(20)).until(() -> !mayChange(place));
    assertThat(demandTwo(place).statusCode()).isEqualTo(403);
  }

  @Test
  void aDisabledAccountGivesNoRight() {
    var place = place("disabled", Role.MAINTAIN);
    world.account(world.person("disabled@example.org"), "other", Tokens.WRITER);
    assertThat(mayChange(place)).isTrue();

    jdbc.sql("update provider_account set enabled = false where id = :id")
        .param("id", place.account())
        .update();

    assertThat(mayChange(place)).isFalse();
  }
}
