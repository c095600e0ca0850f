package io.ampel.identity;

import io.ampel.web.Problem;
import io.ampel.web.Viewer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Somebody with an account. Controllers ask for the signed-in one as an argument. */
public record Person(UUID id, String email, String name, boolean administrator) {

  public Viewer viewer() {
    return new Viewer(id, name, email, administrator);
  }

  static Person of(ResultSet row) throws SQLException {
    return new Person(
        row.getObject("id", UUID.class),
        row.getString("email"),
        row.getString("name"),
        row.getBoolean("administrator"));
  }

  public void requireAdministrator() {
    if (!administrator) throw Problem.forbidden();
  }
}
