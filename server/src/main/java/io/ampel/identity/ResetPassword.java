package io.ampel.identity;

import static io.ampel.platform.StartRefused.Because.FAILED;

import io.ampel.identity.Audit.Outcome;
import io.ampel.platform.Command;
import io.ampel.platform.Live;
import io.ampel.platform.StartRefused;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Gives a new password to somebody who forgot theirs, by whoever may log on to the server. */
@Component
class ResetPassword implements Command {
  private static final int GROUPS = 4;

  private final People people;
  private final Passwords passwords;
  private final Sessions sessions;
  private final Attempts attempts;
  private final Audit audit;
  private final JdbcClient jdbc;
  private final TransactionOperations transaction;

  ResetPassword(
      People people,
      Passwords passwords,
      Sessions sessions,
      Attempts attempts,
      Audit audit,
      JdbcClient jdbc,
      TransactionOperations transaction) {
    this.people = people;
    this.passwords = passwords;
    this.sessions = sessions;
    this.attempts = attempts;
    this.audit = audit;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public String name() {
    return "reset-password";
  }

  @Override
  public String arguments() {
    return "EMAIL";
  }

  @Override
  public String run(List<String> arguments) {
    var email = People.normalized(arguments.getFirst());
    var person = people.byEmail(email).orElseThrow(() -> unknown(email));
    var password = Token.readable(GROUPS);
    reset(person, passwords.hash(password));
    return "The new password of %s is %s (every session of theirs has ended; change it under Settings › Profile)."
        .formatted(email, password);
  }

  private static StartRefused unknown(String email) {
    return new StartRefused(FAILED, "Nobody here has the e-mail " + email + ".");
  }

  private void reset(Person person, String hash) {
    transaction.executeWithoutResult(_ -> {
      people.setPassword(person.id(), hash);
      sessions.endOthers(person.id(), null);
      attempts.forget(SignIn.account(person.email()));
      audit.record(null, "password.reset", "person", person.id(), Outcome.DONE, Map.of());
      Live.publish(jdbc, Forgetting.TOPIC, person.id().toString());
    });
  }
}
