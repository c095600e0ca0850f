package io.ampel.provider;

import io.ampel.identity.Person;
import io.ampel.web.Texts;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One's own provider accounts, for programs. */
@RestController
@RequestMapping("/api/v1/provider-accounts")
class ProviderAccountsApi {
  private final ProviderAccounts accounts;
  private final Admission admission;
  private final AccountChanges changes;
  private final AccountKeeping keeping;

  ProviderAccountsApi(
      ProviderAccounts accounts,
      Admission admission,
      AccountChanges changes,
      AccountKeeping keeping) {
    this.accounts = accounts;
    this.admission = admission;
    this.changes = changes;
    this.keeping = keeping;
  }

  @GetMapping
  List<AccountAnswer> list(Person person, Texts texts) {
    var found = accounts.of(person.id()).stream();
    return found.map(account -> AccountAnswer.of(texts, account)).toList();
  }

  @GetMapping("/{id}")
  AccountAnswer one(Person person, Texts texts, @PathVariable UUID id) {
    return AccountAnswer.of(texts, changes.ofTheirs(person.id(), id));
  }

  @PostMapping
  ResponseEntity<AccountAnswer> add(
      Person person, Texts texts, @RequestBody AccountRequest request) {
    return switch (admission.save(person, request)) {
      case Admission.Result.Saved(var id, _) ->
          ResponseEntity.created(URI.create("/api/v1/provider-accounts/" + id))
              .body(one(person, texts, id));
      case Admission.Result.Refused(var instance, var diagnosis) ->
          throw AccountRefusal.of(texts, instance.provider(), diagnosis);
      case Admission.Result.NeedsConsent(var url) -> throw AccountRefusal.needsConsent(url);
      case Admission.Result.Tested _ -> throw new IllegalStateException("it was to be saved");
    };
  }

  @PostMapping("/test")
  TestAnswer test(Person person, Texts texts, @RequestBody AccountRequest request) {
    return switch (admission.test(person, request)) {
      case Admission.Result.Tested(var instance, var diagnosis) ->
          TestAnswer.of(texts, instance.provider(), diagnosis);
      case Admission.Result.NeedsConsent(var url) -> throw AccountRefusal.needsConsent(url);
      case Admission.Result.Saved _, Admission.Result.Refused _ ->
          throw new IllegalStateException("it was to be tested only");
    };
  }

  @PostMapping("/{id}/test")
  TestAnswer test(Person person, Texts texts, @PathVariable UUID id) {
    var account = changes.ofTheirs(person.id(), id);
    return TestAnswer.of(texts, account.instance().provider(), changes.test(account));
  }

  @PatchMapping("/{id}")
  AccountAnswer change(
      Person person, Texts texts, @PathVariable UUID id, @RequestBody AccountChange change) {
    var account = changes.ofTheirs(person.id(), id);
    return switch (changes.change(account, change)) {
      case AccountChanges.Result.Changed _ -> one(person, texts, id);
      case AccountChanges.Result.Refused(var diagnosis) ->
          throw AccountRefusal.of(texts, account.instance().provider(), diagnosis);
      case AccountChanges.Result.OtherIdentity(var before, var now) ->
          throw AccountRefusal.otherIdentity(before, now);
    };
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(Person person, @PathVariable UUID id) {
    keeping.delete(changes.ofTheirs(person.id(), id));
  }
}
