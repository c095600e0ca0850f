package io.ampel.provider;

import io.ampel.platform.Secret;
import io.ampel.pullrequest.Instance;
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
 * @param errand the work it is used for when nobody waits, null when somebody does
 */
public record Access(
    UUID account,
    Instance instance,
    @Nullable String username,
    @Nullable String workspace,
    Supplier<Secret> token,
    @Nullable Errand errand) {

  public Access(
      UUID account,
      Instance instance,
      @Nullable String username,
      @Nullable String workspace,
      Supplier<Secret> token) {
    this(account, instance, username, workspace, token, null);
  }

  /** The same right, used for work that nobody waits for. */
  public Access on(Errand work) {
    return new Access(account, instance, username, workspace, token, work);
  }

  @Override
  public String toString() {
    return "Access[account=" + account + ", instance=" + instance.name() + "]";
  }
}
