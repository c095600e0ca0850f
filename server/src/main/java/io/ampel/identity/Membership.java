package io.ampel.identity;

import io.ampel.identity.Audit.Outcome;
import io.ampel.platform.AmpelProperties;
import io.ampel.web.Problem;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** What administrators decide about the people of their Ampel. */
@Component
class Membership {
  private final People people;
  private final Invitations invitations;
  private final Sessions sessions;
  private final Audit audit;
  private final Forgetting forgetting;
  private final AmpelProperties properties;
  private final TransactionOperations transaction;

  Membership(
      People people,
      Invitations invitations,
      Sessions sessions,
      Audit audit,
      Forgetting forgetting,
      AmpelProperties properties,
      TransactionOperations transaction) {
    this.people = people;
    this.invitations = invitations;
    this.sessions = sessions;
    this.audit = audit;
    this.forgetting = forgetting;
    this.properties = properties;
    this.transaction = transaction;
  }

  /** A new person and, without a password, the link that is shown once. */
  record Added(Person person, @Nullable String invitation) {}

  /**
   * @param password null to invite
   */
  Added add(
      Person by, String email, String name, @Nullable String password, boolean administrator) {
    try {
      return Objects.requireNonNull(
          transaction.execute(_ -> added(by, email, name, password, administrator)));
    } catch (DuplicateKeyException e) {
      throw Problem.of(HttpStatus.CONFLICT, "EMAIL_TAKEN");
    }
  }

  private Added added(
      Person by, String email, String name, @Nullable String password, boolean administrator) {
    var person = people.add(email, name, password, administrator);
    audit.record(
        by.id(),
        "person.added",
        "person",
        person.id(),
        Outcome.DONE,
        Map.of("email", person.email(), "administrator", administrator));
    return new Added(person, password == null ? link(invitations.invite(person.id())) : null);
  }

  /** A new link for somebody who lost the way in. What they had stays until it is used. */
  String invite(Person by, UUID id) {
    var person = people.byId(id).orElseThrow(Problem::notFound);
    var token =
        transaction.execute(_ -> {
          audit.record(
              by.id(),
              "person.invited",
              "person",
              id,
              Outcome.DONE,
              Map.of("email", person.email()));
          return invitations.invite(id);
        });
    return link(Objects.requireNonNull(token));
  }

  private String link(Token token) {
    var address = properties.publicUrl();
    var base =
        address == null
            ? ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString()
            : address.toString().replaceFirst("/$", "");
    return base + "/invitations/" + token.value();
  }

  void setAdministrator(Person by, UUID id, boolean administrator) {
    transaction.executeWithoutResult(_ -> {
      var person = people.byId(id).orElseThrow(Problem::notFound);
      if (!administrator) requireAnotherAdministrator(id);
      people.setAdministrator(id, administrator);
      audit.record(
          by.id(),
          administrator ? "person.raised" : "person.lowered",
          "person",
          id,
          Outcome.DONE,
          Map.of("email", person.email()));
    });
    forgetting.forget(id);
  }

  /** With a person go their provider accounts, sight, sessions and tokens. */
  void remove(Person by, UUID id) {
    transaction.executeWithoutResult(_ -> {
      var person = people.byId(id).orElseThrow(Problem::notFound);
      if (by.id().equals(id)) throw Problem.of(HttpStatus.CONFLICT, "NOT_YOURSELF");
      requireAnotherAdministrator(id);
      sessions.endOthers(id, null);
      people.remove(id);
      audit.record(
          by.id(), "person.removed", "person", id, Outcome.DONE, Map.of("email", person.email()));
    });
    forgetting.forget(id);
  }

  private void requireAnotherAdministrator(UUID id) {
    var administrators = people.administratorsLocked();
    if (administrators.contains(id) && administrators.size() == 1) {
      throw Problem.of(HttpStatus.CONFLICT, "LAST_ADMINISTRATOR");
    }
  }
}
