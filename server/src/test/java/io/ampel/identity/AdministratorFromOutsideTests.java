package io.ampel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.AmpelTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@AmpelTest(properties = {"ampel.admin-email=Root@Example.org", "ampel.admin-password=short"})
class AdministratorFromOutsideTests {
  @LocalServerPort int port;

  @Test
  void theConfiguredAdministratorSignsInAndSignUpIsClosed() {
    var visitor = new Visitor(port);
    assertThat(visitor.get("/welcome").statusCode()).isEqualTo(302);
    assertThat(visitor.signIn("root@example.org", "short").statusCode()).isEqualTo(302);
    var me = Visitor.read(visitor.get("/api/v1/me"));
    assertThat(me.get("administrator").asBoolean()).isTrue();
    assertThat(me.get("scope").asString()).isEqualTo("ACT");
  }
}
