package io.ampel.provider;

import io.ampel.platform.Secret;
import io.ampel.pullrequest.Instance;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The right to ask one instance with one token, which is decrypted only at the call.
 *
 * @param account the provider account, or a random id for a token that is not saved yet: calls of
 *     one account share its budget
 * @param username for providers that want one beside the token
 * @param workspace for tokens of providers that belong to one place and cannot say which
 * @param since when the account got this token
 * @param errand the work it is used for when nobody waits, null when somebody does
 */
public record Access(
    UUID account,
    Instance instance,
    @Nullable String username,
    @Nullable String workspace,
    Supplier<Secret> token,
    Instant since,
    @Nullable Errand errand) {

  /** An account with the token it has: what is learned of one token says nothing of the next. */
  public record Grant(UUID account, Instant since) {}

  /** With the only token that the account ever had. */
  public Access(
      UUID account,
      Instance instance,
      @Nullable String username,
      @Nullable String workspace,
      Supplier<Secret> token) {
    this(account, instance, username, workspace, token, Instant.EPOCH, null);
  }

  /** The same right, used for work that nobody waits for. */
  public Access on(Errand work) {
    return new Access(account, instance, username, workspace, token, since, work);
  }

  public Grant grant() {
    return new Grant(account, since);
  }

  @Override
  public String toString() {
    return "Access[account=" + account + ", instance=" + instance.name() + "]";
  }
}
