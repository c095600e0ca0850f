package io.ampel.identity;

import io.ampel.web.Frame;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What somebody types to get an account, and what is wrong with it. */
record NewPersonForm(String email, String name, String password) {
  private static final String EMAIL = "[^@\\s]{1,64}@[^@\\s]{1,189}";
  private static final int LONGEST_NAME = 100;

  NewPersonForm {
    email = People.normalized(email);
    name = name.strip();
  }

  Map<String, String> objections(Frame frame) {
    var objections = new TreeMap<String, String>();
    emailObjection(email).ifPresent(key -> objections.put("email", frame.text(key)));
    nameObjection(name).ifPresent(key -> objections.put("name", frame.text(key)));
    Passwords.objection(password, email)
        .ifPresent(key -> objections.put("password", frame.text(key, Passwords.SHORTEST)));
    return objections;
  }

  static Optional<String> emailObjection(String email) {
    return email.matches(EMAIL) ? Optional.empty() : Optional.of("identity.email.invalid");
  }

  static Optional<String> nameObjection(String name) {
    return name.isBlank() || name.strip().length() > LONGEST_NAME
        ? Optional.of("identity.name.invalid")
        : Optional.empty();
  }
}
