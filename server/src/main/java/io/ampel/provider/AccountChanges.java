package io.ampel.provider;

import io.ampel.provider.AccountKeeping.Description;
import io.ampel.web.Problem;
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

  Result change(ProviderAccount account, AccountChange change) {
    var token = change.token();
    if (token != null && !token.isBlank()) {
      return replace(account, change, described(account, change, true), paste(account, token));
    }
    var description = described(account, change, false);
    return description.goesWithTheSame(Description.of(account))
        ? write(account, change, description, () -> {}, null)
        : readdress(account, change, description);
  }

  /**
   * The account after the change. The typed end belongs to the token: a new one does not inherit
   * it.
   */
  private static Description described(
      ProviderAccount account, AccountChange change, boolean isNewToken) {
    var kept = isNewToken ? null : account.expiresTyped();
    var username =
        change.username() == null ? account.username() : Admission.username(change.username());
    var workspace =
        change.workspace() == null ? account.workspace() : Workspace.read(change.workspace());
    Admission.requireOwner(account.instance().provider(), username, workspace);
    return new Description(
        change.name() == null ? account.name() : Admission.name(change.name()),
        username,
        workspace,
        change.expiresAt() == null ? kept : Expiry.read(change.expiresAt()));
  }

  /** The same token with another user name or workspace: it has to work with them. */
  private Result readdress(ProviderAccount account, AccountChange change, Description description) {
    var diagnosis = doctor.examine(account, description.username(), description.workspace());
    if (!diagnosis.canBeKept(true)) return new Result.Refused(diagnosis);
    return write(
        account, change, description, () -> keeping.examined(account, diagnosis), diagnosis);
  }

  private static TokenPaste paste(ProviderAccount account, String token) {
    return TokenPaste.of(token, account.instance().provider());
  }

  private Result replace(
      ProviderAccount account, AccountChange change, Description description, TokenPaste paste) {
    var diagnosis = doctor.examine(account.instance(), credentials(paste, description));
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

  private static Credentials credentials(TokenPaste paste, Description description) {
    return new Credentials(
        paste, description.username(), description.workspace(), description.expiresTyped());
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
        if (change.share() != null) keeping.share(account, Shares.read(change.share()));
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
      keeping.describe(account, description);
    }
  }

  /** Tests the token that is stored and keeps the answer. */
  Diagnosis test(ProviderAccount account) {
    var diagnosis = doctor.examine(account);
    keeping.examined(account, diagnosis);
    return diagnosis;
  }

  /** Tests an account as it would be after the change; nothing is kept unless nothing changes. */
  Diagnosis test(ProviderAccount account, AccountChange change) {
    var token = change.token();
    if (token != null && !token.isBlank()) {
      var description = described(account, change, true);
      return doctor.examine(account.instance(), credentials(paste(account, token), description));
    }
    var description = described(account, change, false);
    return description.goesWithTheSame(Description.of(account))
        ? test(account)
        : doctor.examine(account, description.username(), description.workspace());
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
