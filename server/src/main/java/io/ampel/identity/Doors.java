package io.ampel.identity;

import io.ampel.identity.Audit.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Lets a browser in and out: opens and ends its session, and writes it down. */
@Component
class Doors {
  private static final int BROWSER = 300;

  private final Sessions sessions;
  private final SessionCookie cookie;
  private final CsrfTokenRepository csrf;
  private final Audit audit;
  private final Forgetting forgetting;
  private final TransactionOperations transaction;

  Doors(
      Sessions sessions,
      SessionCookie cookie,
      CsrfTokenRepository csrf,
      Audit audit,
      Forgetting forgetting,
      TransactionOperations transaction) {
    this.sessions = sessions;
    this.cookie = cookie;
    this.csrf = csrf;
    this.audit = audit;
    this.forgetting = forgetting;
    this.transaction = transaction;
  }

  void letIn(Person person, HttpServletRequest request, HttpServletResponse response) {
    var address = request.getRemoteAddr();
    var token =
        transaction.execute(_ -> {
          audit.record(
              person.id(),
              "sign-in",
              "person",
              person.id(),
              Outcome.DONE,
              Map.of("address", address));
          return sessions.open(person, browser(request), address);
        });
    cookie.set(java.util.Objects.requireNonNull(token), request, response);
    renewRequestToken(request, response);
  }

  void letOut(SignedIn signedIn, HttpServletRequest request, HttpServletResponse response) {
    var person = signedIn.access().person().id();
    signedIn.session().ifPresent(session -> end(person, session));
    cookie.clear(request, response);
    renewRequestToken(request, response);
  }

  private void end(UUID person, UUID session) {
    transaction.executeWithoutResult(_ -> {
      sessions.end(person, session);
      audit.record(person, "sign-out", "person", person, Outcome.DONE, Map.of());
    });
    forgetting.forget(person);
  }

  /** Ends the sessions of a person but the one kept, and says how many that were. */
  int endOthers(UUID person, @Nullable UUID kept) {
    var ended =
        transaction.execute(_ -> {
          var count = sessions.endOthers(person, kept);
          audit.record(
              person, "sessions.ended", "person", person, Outcome.DONE, Map.of("count", count));
          return count;
        });
    forgetting.forget(person);
    return ended == null ? 0 : ended;
  }

  /** What was known to whoever used this browser before must not count for who uses it next. */
  private void renewRequestToken(HttpServletRequest request, HttpServletResponse response) {
    csrf.saveToken(csrf.generateToken(request), request, response);
  }

  private static String browser(HttpServletRequest request) {
    var agent = request.getHeader(HttpHeaders.USER_AGENT);
    return agent == null ? "" : agent.substring(0, Math.min(agent.length(), BROWSER));
  }
}
