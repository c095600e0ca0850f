package io.ampel.simulator.gitlab;

import io.ampel.simulator.World;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which GitLab this is: GitLab.com's newest with everything paid for, unless something else is
 * said.
 */
public final class Instance {
  /** What is paid for. The free one is a Community Edition: it does not even know the rest. */
  public enum Tier {
    FREE,
    PREMIUM
  }

  private volatile Tier tier = Tier.PREMIUM;
  private volatile Version version = Version.NEWEST;
  private volatile boolean selfManaged;
  private volatile boolean shaRequired;
  private volatile boolean granularTokensInGraphql = true;
  private volatile Duration mergesTake = Duration.ZERO;
  private volatile Duration rebasesTake = Duration.ZERO;
  private volatile Duration deletionsTake = Duration.ZERO;
  private final Set<String> missing = ConcurrentHashMap.newKeySet();
  private final Set<String> closed = ConcurrentHashMap.newKeySet();

  static Instance of(World world) {
    return world.extra(Instance.class, Instance::new);
  }

  public Instance tier(Tier tier) {
    this.tier = tier;
    return this;
  }

  public Tier tier() {
    return tier;
  }

  boolean paid() {
    return tier == Tier.PREMIUM;
  }

  /** An older release, for example {@code 16.4.1}: what came later is not there. */
  public Instance version(String text) {
    version = Version.of(text);
    return this;
  }

  Version version() {
    return version;
  }

  /** Takes fields away that it should not know, each as {@code Type.field}. */
  public Instance without(String... fields) {
    missing.addAll(Set.of(fields));
    return this;
  }

  Set<String> missing() {
    return missing;
  }

  /** Somebody's own server: no limits, so no headers that tell of them. */
  public Instance selfManaged(boolean own) {
    selfManaged = own;
    return this;
  }

  boolean selfManaged() {
    return selfManaged;
  }

  /** The namespace setting that refuses merges which do not name a head commit. */
  public Instance shaRequired(boolean required) {
    shaRequired = required;
    return this;
  }

  boolean shaRequired() {
    return shaRequired;
  }

  /** Whether GraphQL takes fine-grained tokens at all; some operations never do. */
  public Instance granularTokensInGraphql(boolean taken) {
    granularTokensInGraphql = taken;
    return this;
  }

  boolean granularTokensInGraphql() {
    return granularTokensInGraphql;
  }

  /** Starts of queries, as {@code Query.field}, that refuse fine-grained tokens. */
  public Instance closeToGranularTokens(String... fields) {
    closed.addAll(Set.of(fields));
    return this;
  }

  Set<String> closedToGranular() {
    return closed;
  }

  /** A merge is answered before it is done: it is locked for so long and merged then. */
  public Instance mergesTake(Duration time) {
    mergesTake = time;
    return this;
  }

  Duration mergesTake() {
    return mergesTake;
  }

  public Instance rebasesTake(Duration time) {
    rebasesTake = time;
    return this;
  }

  Duration rebasesTake() {
    return rebasesTake;
  }

  /** Source branches live on for so long after their merge. */
  public Instance deletionsTake(Duration time) {
    deletionsTake = time;
    return this;
  }

  Duration deletionsTake() {
    return deletionsTake;
  }
}
