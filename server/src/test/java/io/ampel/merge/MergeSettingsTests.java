package io.ampel.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether people may merge past the light: off until an administrator says otherwise. */
@AmpelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MergeSettingsTests {
  private static final String PATH = "/api/v1/settings/merge";
  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired MergePolicy policy;
  private Visitor ada = new Visitor(0);

  @BeforeAll
  void begin() {
    ada = Visitor.first(port);
  }

  private static HttpResponse<String> put(Visitor who, String body) {
    return who.json("PUT", PATH, body);
  }

  private long written() {
    return jdbc.sql(
            """
            select count(*)
            from   audit
            where  action = 'setting.changed' and subject_id = 'merge.bypass'
            and    person_email = :email
            """)
        .param("email", Visitor.EMAIL)
        .query(Long.class)
        .single();
  }

  @Test
  void anAdministratorReadsAndDecidesAndItIsWrittenDown() {
    assertThat(Visitor.read(ada.get(PATH)).get("bypass").asBoolean()).isFalse();
    var before = written();

    var allowed = put(ada, "{\"bypass\": true}");

    assertThat(allowed.statusCode()).as(allowed.body()).isEqualTo(200);
    assertThat(Visitor.read(allowed).get("bypass").asBoolean()).isTrue();
    assertThat(policy.allowsBypass()).isTrue();
    assertThat(Visitor.read(put(ada, "{\"bypass\": false}")).get("bypass").asBoolean()).isFalse();
    assertThat(policy.allowsBypass()).isFalse();
    assertThat(written()).isEqualTo(before + 2);
  }

  @Test
  void aWishWithoutAWordIsAMistake() {
    var answer = put(ada, "{}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Visitor.read(answer).toString()).contains("bypass");
  }

  @Test
  void nobodyElseReadsOrDecides() {
    var grace = ada.add(port, "grace@example.org");

    assertThat(grace.get(PATH).statusCode()).isEqualTo(403);
    assertThat(put(grace, "{\"bypass\": true}").statusCode()).isEqualTo(403);
    assertThat(put(ada.program("READ"), "{\"bypass\": true}").statusCode()).isEqualTo(403);
    assertThat(new Visitor(port).get(PATH).statusCode()).isEqualTo(401);
    assertThat(policy.allowsBypass()).isFalse();
    assertThat(Visitor.read(ada.program("READ").get(PATH)).get("bypass").asBoolean()).isFalse();
  }
}
