package io.ampel.provider;

import io.ampel.provider.Introduction.Identity;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token that somebody gave Ampel, without the token itself.
 *
 * @param identity whom the provider says it belongs to, null until it was verified once
 * @param owner the one owner whose repositories a fine-grained token reaches
 * @param expiresAt as the provider told
 * @param expiresTyped as the person typed
 * @param preferred it acts where several of the same person may
 * @param problem why it cannot be used, or not for everything
 * @param share which part of its budget scheduled calls may take, null for the usual one
 * @param diedAt since when the provider refuses the token; it is not tried again
 */
public record ProviderAccount(
    UUID id,
    UUID person,
    Instance instance,
    String name,
    @Nullable String username,
    @Nullable String workspace,
    @Nullable Identity identity,
    @Nullable String tokenKind,
    @Nullable String owner,
    List<String> scopes,
    @Nullable Capabilities capabilities,
    @Nullable Integer repositoriesVisible,
    @Nullable Instant expiresAt,
    @Nullable Instant expiresTyped,
    boolean enabled,
    boolean preferred,
    @Nullable AccountProblem problem,
    List<AccountProblem> warnings,
    @Nullable Instant diedAt,
    List<Budget> budgets,
    @Nullable Double share,
    Instant tokenChangedAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant lastVerifiedAt,
    Instant createdAt) {

  private static final Duration YEAR = Duration.ofDays(365);

  /** In one word, what its owner should know first. */
  public enum Status {
    WORKING,
    UNVERIFIED,
    LIMITED,
    DEAD,
    DISABLED
  }

  public ProviderAccount {
    scopes = List.copyOf(scopes);
    warnings = List.copyOf(warnings);
    budgets = List.copyOf(budgets);
  }

  public Status status() {
    if (!enabled) return Status.DISABLED;
    if (diedAt != null) return Status.DEAD;
    if (problem != null) return Status.LIMITED;
    return lastVerifiedAt == null ? Status.UNVERIFIED : Status.WORKING;
  }

  public boolean usable() {
    return enabled && diedAt == null;
  }

  /** Null for the usual share. */
  @Nullable Integer sharePercent() {
    return share == null ? null : (int) Math.round(share * 100);
  }

  /** When the token ends, as far as anybody knows. */
  public Optional<Instant> expiry() {
    return Optional.ofNullable(expiresAt != null ? expiresAt : expiresTyped);
  }

  /**
   * By when it has ended at the latest, where nobody knows the day: Bitbucket tells none, and its
   * API tokens live for a year at most.
   */
  private Optional<Instant> latestEnd() {
    return instance.provider() == Provider.BITBUCKET && username != null
        ? Optional.of(tokenChangedAt.plus(YEAR))
        : Optional.empty();
  }

  /** Whole days until the token ends, once that is near enough to say so; negative afterwards. */
  public Optional<Long> endsWithin(int days, Instant now) {
    return expiry()
        .or(this::latestEnd)
        .map(end -> Math.floorDiv(Duration.between(now, end).toSeconds(), 86_400L))
        .filter(left -> left < days);
  }

  /** The budget of which the smallest part is left. */
  public Optional<Budget> tightestBudget() {
    return tightest(budgets);
  }

  static Optional<Budget> tightest(List<Budget> budgets) {
    return budgets.stream()
        .filter(budget -> budget.limit() > 0)
        .min(Comparator.comparingDouble(budget -> (double) budget.remaining() / budget.limit()));
  }
}
