package io.ampel.identity;

import io.ampel.web.Frame;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * @param errors by field, in words
 */
public record ProfilePage(
    Frame frame,
    String name,
    String email,
    boolean administrator,
    List<Row> sessions,
    Map<String, String> errors) {

  /** One browser that is signed in. */
  public record Row(
      UUID id, String browser, String address, Instant since, Instant lastSeen, boolean here) {}

  public ProfilePage {
    sessions = List.copyOf(sessions);
    errors = Map.copyOf(errors);
  }

  public boolean elsewhere() {
    return sessions.size() > 1;
  }
}
