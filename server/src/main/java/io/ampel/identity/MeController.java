package io.ampel.identity;

import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says to whom a token or a session belongs. */
@RestController
class MeController {
  record Me(UUID id, String email, String name, boolean administrator, Scope scope) {}

  @GetMapping("/api/v1/me")
  Me me(Access access) {
    var person = access.person();
    return new Me(
        person.id(), person.email(), person.name(), person.administrator(), access.scope());
  }
}
