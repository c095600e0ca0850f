package io.ampel.provider;

import io.ampel.identity.Person;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import io.ampel.web.Problem;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Decides what becomes of a token that somebody offers: it is tested first, always. */
@Component
class Admission {
  private static final int LONGEST_NAME = 100;

  private final InstanceApproval approval;
  private final Connectors connectors;
  private final Doctor doctor;
  private final AccountKeeping keeping;

  Admission(
      InstanceApproval approval, Connectors connectors, Doctor doctor, AccountKeeping keeping) {
    this.approval = approval;
    this.connectors = connectors;
    this.doctor = doctor;
    this.keeping = keeping;
  }

  /** What became of it. */
  sealed interface Result {
    record Tested(Provider provider, Diagnosis diagnosis) implements Result {}

    record Saved(UUID account, Diagnosis diagnosis) implements Result {}

    /** It was not kept, as it cannot work. */
    record Refused(Provider provider, Diagnosis diagnosis) implements Result {}

    /** An administrator has to confirm the address first; nothing was sent there. */
    record NeedsConsent(BaseUrl url) implements Result {}
  }

  Result test(Person person, AccountRequest request) {
    return asked(
        person,
        request,
        (instance, fresh, paste) -> {
          var diagnosis = examine(instance, paste, request);
          withdrawIfDoubtful(person, instance, fresh, diagnosis);
          return new Result.Tested(instance.provider(), diagnosis);
        });
  }

  Result save(Person person, AccountRequest request) {
    var name = name(request.name());
    return asked(
        person,
        request,
        (instance, fresh, paste) -> {
          var diagnosis = examine(instance, paste, request);
          withdrawIfDoubtful(person, instance, fresh, diagnosis);
          return diagnosis.canBeKept(!fresh)
              ? new Result.Saved(add(person, instance, name, request, paste, diagnosis), diagnosis)
              : new Result.Refused(instance.provider(), diagnosis);
        });
  }

  /** What is done once the token may be sent. */
  private interface Next {
    Result go(Instance instance, boolean fresh, TokenPaste paste);
  }

  private Result asked(Person person, AccountRequest request, Next next) {
    var provider = offered(ProviderName.read(request.provider()));
    var paste = paste(request.token(), provider);
    Expiry.read(request.expiresAt());
    var answer =
        approval.ask(
            person,
            provider,
            request.baseUrl(),
            Boolean.TRUE.equals(request.confirmInstance()),
            Boolean.TRUE.equals(request.allowPlainHttp()));
    return switch (answer) {
      case InstanceApproval.Answer.Approved(var instance, var fresh) ->
          next.go(instance, fresh, paste);
      case InstanceApproval.Answer.NeedsConsent(var url) -> new Result.NeedsConsent(url);
    };
  }

  private Provider offered(Provider provider) {
    if (connectors.of(provider).isPresent()) return provider;
    throw Problem.of(
        HttpStatus.UNPROCESSABLE_CONTENT, "PROVIDER_NOT_OFFERED", ProviderName.of(provider));
  }

  private static TokenPaste paste(@Nullable String token, Provider provider) {
    var paste = TokenPaste.of(token == null ? "" : token, provider);
    if (paste.isEmpty()) throw Problem.invalid("token", "is missing");
    return paste;
  }

  private Diagnosis examine(Instance instance, TokenPaste paste, AccountRequest request) {
    return doctor.examine(
        instance,
        paste,
        blankToNull(request.username()),
        blankToNull(request.workspace()),
        Expiry.read(request.expiresAt()));
  }

  private void withdrawIfDoubtful(
      Person person, Instance instance, boolean fresh, Diagnosis diagnosis) {
    if (fresh && diagnosis.doubtsAddress()) approval.withdraw(person, instance);
  }

  private UUID add(
      Person person,
      Instance instance,
      String name,
      AccountRequest request,
      TokenPaste paste,
      Diagnosis diagnosis) {
    var draft =
        new AccountKeeping.Draft(
            person.id(),
            instance,
            name,
            blankToNull(request.username()),
            blankToNull(request.workspace()),
            Expiry.read(request.expiresAt()));
    try {
      return keeping.add(draft, paste, diagnosis);
    } catch (DuplicateKeyException e) {
      throw nameTaken();
    }
  }

  static String name(@Nullable String given) {
    var name = given == null ? "" : given.strip();
    if (name.isEmpty()) throw Problem.invalid("name", "is missing");
    if (name.length() > LONGEST_NAME) {
      throw Problem.invalid("name", "is longer than " + LONGEST_NAME + " letters");
    }
    if (TokenPaste.looksLikeToken(name)) {
      throw Problem.invalid("name", "looks like a token; it belongs into its own field");
    }
    return name;
  }

  static Problem nameTaken() {
    return Problem.of(HttpStatus.CONFLICT, "ACCOUNT_NAME_TAKEN");
  }

  static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
