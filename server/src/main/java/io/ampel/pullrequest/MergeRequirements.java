package io.ampel.pullrequest;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a branch demands before something may be merged into it.
 *
 * @param source where this reading comes from; GUESSED when the rules could not be read whole
 * @param approvals required number, 0 for none, null when a number exists that we cannot read
 * @param checks names of the required checks; empty when none is named
 * @param upToDate the source branch must contain the tip of the target
 * @param strategies what the rules leave of the repository's merge strategies, empty for all
 * @param demands approvals beyond the general number, for example by some people
 * @param builds how many builds must have passed, whatever their names
 * @param unverified rules that exist and that Ampel cannot judge by itself, in the provider's words
 */
public record MergeRequirements(
    Source source,
    @Nullable Integer approvals,
    boolean codeOwners,
    boolean lastPushApproval,
    boolean dismissesStale,
    Set<RequiredCheck> checks,
    boolean upToDate,
    boolean conversations,
    boolean queue,
    Set<MergeStrategy> strategies,
    List<String> unverified,
    List<ApprovalDemand> demands,
    int builds) {

  public enum Source {
    PROVIDER,
    AMPEL,
    GUESSED
  }

  /**
   * @param app only this app's check counts; null for anybody's
   */
  public record RequiredCheck(String name, @Nullable String app) {

    /**
     * Whether this is the check that is required. Where its app is not told, it is unless the
     * provider says otherwise.
     */
    public boolean isFor(Check check) {
      return name.equals(check.name()) && isApp(check);
    }

    private boolean isApp(Check check) {
      if (app == null) {
        return true;
      }
      return check.app() == null
          ? !Boolean.FALSE.equals(check.required())
          : app.equals(check.app());
    }
  }

  public static final MergeRequirements NONE =
      new MergeRequirements(
          Source.PROVIDER,
          0,
          false,
          false,
          false,
          Set.of(),
          false,
          false,
          false,
          Set.of(),
          List.of(),
          List.of(),
          0);

  public static final MergeRequirements UNREADABLE =
      new MergeRequirements(
          Source.GUESSED,
          0,
          false,
          false,
          false,
          Set.of(),
          false,
          false,
          false,
          Set.of(),
          List.of(),
          List.of(),
          0);

  public MergeRequirements {
    checks = Set.copyOf(checks);
    strategies = Set.copyOf(strategies);
    unverified = List.copyOf(unverified);
    // Rows that were saved before there were any have none.
    demands = demands == null ? List.of() : List.copyOf(demands);
  }

  /** These requirements narrowed or tightened by what the repository's people set in Ampel. */
  public MergeRequirements with(Policy policy) {
    var tightened =
        policy.approvals() != null && (approvals == null || policy.approvals() > approvals);
    var narrowed = !policy.checks().isEmpty() && checks.isEmpty();
    if (!tightened && !narrowed) {
      return this;
    }
    return new MergeRequirements(
        source == Source.GUESSED ? Source.AMPEL : source,
        tightened ? policy.approvals() : approvals,
        codeOwners,
        lastPushApproval,
        dismissesStale,
        narrowed ? policy.requiredChecks() : checks,
        upToDate,
        conversations,
        queue,
        strategies,
        unverified,
        demands,
        builds);
  }
}
