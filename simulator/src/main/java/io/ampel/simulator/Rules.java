package io.ampel.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a branch demands before anything may be merged into it. Start with {@link #none()} and say
 * what is demanded: {@code Rules.none().approvals(1).checks("build").strict()}.
 */
public record Rules(
    int approvals,
    List<Required> checks,
    boolean isStrict,
    boolean dismissesStale,
    boolean codeOwners,
    boolean conversations,
    boolean linearHistory,
    boolean signatures,
    boolean lastPush,
    boolean queue,
    boolean adminsBypass) {

  public Rules {
    checks = List.copyOf(checks);
  }

  public static Rules none() {
    return new Rules(0, List.of(), false, false, false, false, false, false, false, false, false);
  }

  public Rules approvals(int count) {
    return new Rules(
        count,
        checks,
        isStrict,
        dismissesStale,
        codeOwners,
        conversations,
        linearHistory,
        signatures,
        lastPush,
        queue,
        adminsBypass);
  }

  /**
   * A check that must pass.
   *
   * @param app only this app's counts; null for anybody's
   */
  public record Required(String name, @Nullable CheckApp app) {
    /**
     * @param by who reported it, null for a commit status, which no app signs here
     */
    boolean isMetBy(String reported, @Nullable CheckApp by) {
      return name.equals(reported) && (app == null || app.equals(by));
    }
  }

  public Rules checks(String... names) {
    return withChecks(Stream.of(names).map(each -> new Required(each, null)).toList());
  }

  /** One check more, which only this app may report. */
  public Rules checkOf(String app, String name) {
    return withChecks(
        Stream.concat(checks.stream(), Stream.of(new Required(name, CheckApp.of(app)))).toList());
  }

  /** The names alone, as a protection tells them. */
  public List<String> checkNames() {
    return checks.stream().map(Required::name).distinct().toList();
  }

  private Rules withChecks(List<Required> required) {
    return new Rules(
        approvals,
        required,
        isStrict,
        dismissesStale,
        codeOwners,
        conversations,
        linearHistory,
        signatures,
        lastPush,
        queue,
        adminsBypass);
  }

  /** Branches must be up to date with their base. */
  public Rules strict() {
    return new Rules(
        approvals,
        checks,
        true,
        dismissesStale,
        codeOwners,
        conversations,
        linearHistory,
        signatures,
        lastPush,
        queue,
        adminsBypass);
  }

  /** A push takes approvals back. */
  public Rules dismissStale() {
    return new Rules(
        approvals,
        checks,
        isStrict,
        true,
        codeOwners,
        conversations,
        linearHistory,
        signatures,
        lastPush,
        queue,
        adminsBypass);
  }

  public Rules codeOwnersApprove() {
    return new Rules(
        approvals,
        checks,
        isStrict,
        dismissesStale,
        true,
        conversations,
        linearHistory,
        signatures,
        lastPush,
        queue,
        adminsBypass);
  }

  /** Every conversation must be resolved. */
  public Rules conversationsResolved() {
    return new Rules(
        approvals,
        checks,
        isStrict,
        dismissesStale,
        codeOwners,
        true,
        linearHistory,
        signatures,
        lastPush,
        queue,
        adminsBypass);
  }

  public Rules linear() {
    return new Rules(
        approvals,
        checks,
        isStrict,
        dismissesStale,
        codeOwners,
        conversations,
        true,
        signatures,
        lastPush,
        queue,
        adminsBypass);
  }

  public Rules signed() {
    return new Rules(
        approvals,
        checks,
        isStrict,
        dismissesStale,
        codeOwners,
        conversations,
        linearHistory,
        true,
        lastPush,
        queue,
        adminsBypass);
  }

  /** Somebody other than the last pusher must approve. */
  public Rules lastPushApproved() {
    return new Rules(
        approvals,
        checks,
        isStrict,
        dismissesStale,
        codeOwners,
        conversations,
        linearHistory,
        signatures,
        true,
        queue,
        adminsBypass);
  }

  public Rules mergeQueue() {
    return new Rules(
        approvals,
        checks,
        isStrict,
        dismissesStale,
        codeOwners,
        conversations,
        linearHistory,
        signatures,
        lastPush,
        true,
        adminsBypass);
  }

  /** Administrators may merge past these rules. */
  public Rules bypassedByAdmins() {
    return new Rules(
        approvals,
        checks,
        isStrict,
        dismissesStale,
        codeOwners,
        conversations,
        linearHistory,
        signatures,
        lastPush,
        queue,
        true);
  }

  /** Both together: what a branch with classic protection and a ruleset demands. */
  Rules and(Rules other) {
    var names =
        new ArrayList<>(Stream.concat(checks.stream(), other.checks.stream()).distinct().toList());
    return new Rules(
        Math.max(approvals, other.approvals),
        names,
        isStrict || other.isStrict,
        dismissesStale || other.dismissesStale,
        codeOwners || other.codeOwners,
        conversations || other.conversations,
        linearHistory || other.linearHistory,
        signatures || other.signatures,
        lastPush || other.lastPush,
        queue || other.queue,
        adminsBypass || other.adminsBypass);
  }

  /** Whether nothing is demanded. */
  public boolean empty() {
    return equals(none());
  }
}
