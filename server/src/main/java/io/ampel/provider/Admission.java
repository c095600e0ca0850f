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
    record Tested(Instance instance, Diagnosis diagnosis) implements Result {}

    record Saved(UUID account, Diagnosis diagnosis) implements Result {}

    /** It was not kept, as it cannot work. */
    record Refused(Instance instance, Diagnosis diagnosis) implements Result {}

    /** An administrator has to confirm the address first; nothing was sent there. */
    record NeedsConsent(BaseUrl url) implements Result {}
  }

  Result test(Person person, AccountRequest request) {
    return asked(
        person,
        request,
        (instance, fresh, given) -> {
          var diagnosis = doctor.examine(instance, given);
          withdrawIfDoubtful(person, instance, fresh, diagnosis);
          return new Result.Tested(instance, diagnosis);
        });
  }

  Result save(Person person, AccountRequest request) {
    var name = name(request.name());
    return asked(
        person,
        request,
        (instance, fresh, given) -> {
          var diagnosis = doctor.examine(instance, given);
          withdrawIfDoubtful(person, instance, fresh, diagnosis);
          return diagnosis.canBeKept(!fresh)
              ? new Result.Saved(add(person, instance, name, given, diagnosis), diagnosis)
              : new Result.Refused(instance, diagnosis);
        });
  }

  /** What is done once the token may be sent. */
  private interface Next {
    Result go(Instance instance, boolean fresh, Credentials given);
  }

  private Result asked(Person person, AccountRequest request, Next next) {
    var provider = connectors.requireOffered(ProviderName.read(request.provider()));
    var given = credentials(provider, request);
    var answer =
        approval.ask(
            person,
            provider,
            request.baseUrl(),
            Boolean.TRUE.equals(request.confirmInstance()),
            Boolean.TRUE.equals(request.allowPlainHttp()));
    return switch (answer) {
      case InstanceApproval.Answer.Approved(var instance, var fresh) ->
          next.go(instance, fresh, given);
      case InstanceApproval.Answer.NeedsConsent(var url) -> new Result.NeedsConsent(url);
    };
  }

  private static Credentials credentials(Provider provider, AccountRequest request) {
    var token = request.token();
    var paste = TokenPaste.of(token == null ? "" : token, provider);
    if (paste.isEmpty()) throw Problem.invalid("token", "is missing");
    var username = username(request.username());
    var workspace = Workspace.read(request.workspace());
    requireOwner(provider, username, workspace);
    return new Credentials(paste, username, workspace, Expiry.read(request.expiresAt()));
  }

  /** A token of Bitbucket goes with the person or with the place it belongs to. */
  static void requireOwner(
      Provider provider, @Nullable String username, @Nullable String workspace) {
    if (provider == Provider.BITBUCKET && username == null && workspace == null) {
      throw Problem.invalid("username", "account.username.missing");
    }
  }

  static @Nullable String username(@Nullable String typed) {
    if (typed == null || typed.isBlank()) return null;
    var name = typed.strip();
    if (name.chars().anyMatch(c -> c <= ' ' || c == ':') || TokenPaste.looksLikeToken(name)) {
      throw Problem.invalid("username", "account.username.unreadable");
    }
    return name;
  }

  private void withdrawIfDoubtful(
      Person person, Instance instance, boolean fresh, Diagnosis diagnosis) {
    if (fresh && diagnosis.doubtsAddress()) approval.withdraw(person, instance);
  }

  private UUID add(
      Person person, Instance instance, String name, Credentials given, Diagnosis diagnosis) {
    try {
      return keeping.add(new AccountKeeping.Draft(person.id(), instance, name), given, diagnosis);
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
}
