package io.ampel.identity;

import io.ampel.platform.Live;
import io.ampel.web.EventStream;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes every process forget what it remembered of a person whose access has changed. */
@Component
class Forgetting {
  static final String TOPIC = "access";
  private static final String TOKENS = "api-tokens";

  private final Sessions sessions;
  private final ApiTokens tokens;
  private final EventStream events;
  private final Live live;

  Forgetting(Sessions sessions, ApiTokens tokens, EventStream events, Live live) {
    this.sessions = sessions;
    this.tokens = tokens;
    this.events = events;
    this.live = live;
    live.subscribe(this::heard);
  }

  /** Here at once, elsewhere by message. Called after the change is committed. */
  void forget(UUID person) {
    forgetHere(person);
    live.publish(TOPIC, person.toString());
  }

  /** Tokens alone: the browsers of the person need not reconnect. */
  void forgetTokens(UUID person) {
    tokens.forget(person);
    live.publish(TOKENS, person.toString());
  }

  private void heard(Live.Event event) {
    if (event == Live.Event.MISSED) {
      sessions.forgetAll();
      tokens.forgetAll();
    } else if (event.topic().equals(TOPIC)) {
      forgetHere(UUID.fromString(event.id()));
    } else if (event.topic().equals(TOKENS)) {
      tokens.forget(UUID.fromString(event.id()));
    }
  }

  private void forgetHere(UUID person) {
    sessions.forget(person);
    tokens.forget(person);
    events.disconnect(person);
  }
}
