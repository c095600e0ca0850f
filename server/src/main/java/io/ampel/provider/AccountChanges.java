package io.ampel.provider;

import io.ampel.web.Problem;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Decides what may be changed about an account, above all its token, which is tested before. */
@Component
class AccountChanges {
  private final Doctor doctor;
  private final ProviderAccounts accounts;
  private final AccountKeeping keeping;
  private final TransactionOperations transaction;

  AccountChanges(
      Doctor doctor,
      ProviderAccounts accounts,
      AccountKeeping keeping,
      TransactionOperations transaction) {
    this.doctor = doctor;
    this.accounts = accounts;
    this.keeping = keeping;
    this.transaction = transaction;
  }

  /** What became of it. */
  sealed interface Result {
    /**
     * @param diagnosis of the new token, null where there was none
     */
    record Changed(@Nullable Diagnosis diagnosis) implements Result {}

    /** The new token cannot work, or could not be asked who it is; the old one stays. */
    record Refused(Diagnosis diagnosis) implements Result {}

    /** The new token is somebody else's, and nobody said that this is meant. */
    record OtherIdentity(String before, String now) implements Result {}
  }

  /** What an account is called and comes with, after the change. */
  private record Description(String name, @Nullable String username, @Nullable Instant expires) {
    static Description of(ProviderAccount account) {
      return new Description(account.name(), account.username(), account.expiresTyped());
    }

    /** The typed end belongs to the token: a new one does not inherit it. */
    static Description of(ProviderAccount account, AccountChange change, boolean isNewToken) {
      var kept = isNewToken ? null : account.expiresTyped();
      return new Description(
          change.name() == null ? account.name() : Admission.name(change.name()),
          change.username() == null ? account.username() : Admission.blankToNull(change.username()),
          change.expiresAt() == null ? kept : Expiry.read(change.expiresAt()));
    }
  }

  Result change(ProviderAccount account, AccountChange change) {
    var token = change.token();
    if (token == null || token.isBlank()) {
      return write(account, change, Description.of(account, change, false), () -> {}, null);
    }
    return replace(account, change, Description.of(account, change, true), paste(account, token));
  }

  private static TokenPaste paste(ProviderAccount account, String token) {
    return TokenPaste.of(token, account.instance().provider());
  }

  private Result replace(
      ProviderAccount account, AccountChange change, Description description, TokenPaste paste) {
    var diagnosis =
        doctor.examine(
            account.instance(),
            paste,
            description.username(),
            account.workspace(),
            description.expires());
    var before = account.identity();
    var told = diagnosis.introduction();
    if (!diagnosis.canBeKept(true) || (told == null && before != null)) {
      return new Result.Refused(diagnosis);
    }
    var isOther = false;
    if (told != null && before != null && !before.id().equals(told.identity().id())) {
      if (!Boolean.TRUE.equals(change.acceptNewIdentity())) {
        return new Result.OtherIdentity(before.login(), told.identity().login());
      }
      isOther = true;
    }
    var becomesOther = isOther;
    return write(
        account,
        change,
        description,
        () -> keeping.replaceToken(account, paste, diagnosis, becomesOther),
        diagnosis);
  }

  private Result write(
      ProviderAccount account,
      AccountChange change,
      Description description,
      Runnable replacing,
      @Nullable Diagnosis diagnosis) {
    try {
      transaction.executeWithoutResult(_ -> {
        replacing.run();
        describe(account, description, diagnosis != null);
        if (change.enabled() != null) keeping.enable(account, change.enabled());
        if (Boolean.TRUE.equals(change.preferred()) && !account.preferred()) {
          keeping.prefer(account);
        }
      });
    } catch (DuplicateKeyException e) {
      throw Admission.nameTaken();
    }
    return new Result.Changed(diagnosis);
  }

  private void describe(ProviderAccount account, Description description, boolean isNewToken) {
    if (isNewToken || !description.equals(Description.of(account))) {
      keeping.describe(account, description.name(), description.username(), description.expires());
    }
  }

  /** Tests the token that is stored and keeps the answer, or one that is not stored yet. */
  Diagnosis test(ProviderAccount account, @Nullable String token) {
    if (token != null && !token.isBlank()) {
      return doctor.examine(
          account.instance(), paste(account, token), account.username(), account.workspace(), null);
    }
    var diagnosis = doctor.examine(account);
    keeping.examined(account, diagnosis);
    return diagnosis;
  }

  /** Looks after an account that nobody has looked at for a while. */
  void examine(UUID id) {
    accounts
        .find(id)
        .filter(ProviderAccount::usable)
        .ifPresent(account -> keeping.examined(account, doctor.examine(account)));
  }

  ProviderAccount ofTheirs(UUID person, UUID id) {
    return accounts.find(person, id).orElseThrow(Problem::notFound);
  }
}
