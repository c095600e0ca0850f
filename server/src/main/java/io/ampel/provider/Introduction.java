package io.ampel.provider;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token told about itself.
 *
 * @param tokenKind our word for the kind, for example {@code classic} or {@code fine-grained}
 * @param scopes as the provider names them; empty when it does not tell
 * @param owner the one owner whose repositories a fine-grained token reaches, null otherwise
 * @param repositoriesVisible how many repositories it sees
 * @param warnings what is wrong though the token works
 */
public record Introduction(
    Identity identity,
    String tokenKind,
    @Nullable Instant expiresAt,
    List<String> scopes,
    @Nullable String owner,
    Capabilities capabilities,
    int repositoriesVisible,
    List<Budget> budgets,
    List<AccountProblem> warnings) {

  /**
   * @param id the provider's stable key of the account
   */
  public record Identity(String id, String login, @Nullable String name, @Nullable String avatar) {}

  public Introduction {
    scopes = List.copyOf(scopes);
    budgets = List.copyOf(budgets);
    warnings = List.copyOf(warnings);
  }
}
