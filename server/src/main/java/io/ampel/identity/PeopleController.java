package io.ampel.identity;

import io.ampel.web.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** People by REST, for administrators. */
@RestController
@RequestMapping("/api/v1/people")
class PeopleController {
  /**
   * @param name by default what stands before the @
   * @param password without one, the answer holds an invitation
   */
  record NewPerson(
      @Nullable String email,
      @Nullable String name,
      @Nullable String password,
      @Nullable Boolean administrator) {

    NewPersonForm form() {
      var address = email == null ? "" : email;
      return new NewPersonForm(
          address,
          name == null ? address.replaceFirst("@.*", "") : name,
          password == null ? "" : password);
    }
  }

  /**
   * @param invitation the link by which the person sets a password, told this once
   */
  record AddedPerson(
      UUID id, String email, String name, boolean administrator, @Nullable String invitation) {}

  record PersonItem(
      UUID id,
      String email,
      String name,
      boolean administrator,
      Instant createdAt,
      @Nullable Instant lastSeenAt) {}

  private final People people;
  private final Membership membership;

  PeopleController(People people, Membership membership) {
    this.people = people;
    this.membership = membership;
  }

  @GetMapping
  List<PersonItem> all(Person by) {
    by.requireAdministrator();
    return people.listed().stream()
        .map(listed ->
            new PersonItem(
                listed.person().id(),
                listed.person().email(),
                listed.person().name(),
                listed.person().administrator(),
                listed.createdAt(),
                listed.lastSeenAt()))
        .toList();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  AddedPerson add(Person by, @RequestBody NewPerson wanted) {
    by.requireAdministrator();
    var form = wanted.form();
    requireValid(form, wanted.password() != null);
    var added =
        membership.add(
            by,
            form.email(),
            form.name(),
            wanted.password(),
            Boolean.TRUE.equals(wanted.administrator()));
    var person = added.person();
    return new AddedPerson(
        person.id(), person.email(), person.name(), person.administrator(), added.invitation());
  }

  private static void requireValid(NewPersonForm form, boolean withPassword) {
    var wrong = new ArrayList<Problem.Field>();
    NewPersonForm.emailObjection(form.email())
        .ifPresent(key -> wrong.add(new Problem.Field("email", key)));
    NewPersonForm.nameObjection(form.name())
        .ifPresent(key -> wrong.add(new Problem.Field("name", key)));
    if (withPassword) {
      Passwords.objection(form.password(), form.email())
          .ifPresent(key -> wrong.add(new Problem.Field("password", key)));
    }
    if (!wrong.isEmpty()) throw Problem.invalid(wrong);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(Person by, @PathVariable UUID id) {
    by.requireAdministrator();
    membership.remove(by, id);
  }
}
