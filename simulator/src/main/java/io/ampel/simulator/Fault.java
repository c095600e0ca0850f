package io.ampel.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong on the way. It hits calls whose "METHOD /path" contains {@code path},
 * for {@code count} times, each time with {@code probability}.
 */
public record Fault(
    Kind kind,
    String path,
    int status,
    @Nullable String retryAfter,
    Duration latency,
    double probability,
    int count,
    boolean afterwards,
    @Nullable String location) {

  /** What goes wrong. */
  public enum Kind {
    LATENCY,
    /** The answer drips in for as long as the latency. */
    SLOW,
    STATUS,
    HTML,
    CUT,
    /** Whole by its length, but its JSON ends in the middle. */
    MALFORMED,
    /** One field of a GraphQL answer could not be filled; other answers come as they are. */
    PARTIAL,
    TIME_OUT,
    PRIMARY_LIMIT,
    SECONDARY_LIMIT,
    REDIRECT
  }

  public static Fault of(Kind kind) {
    return new Fault(
        kind,
        "",
        kind == Kind.HTML ? 502 : 500,
        null,
        Duration.ofSeconds(30),
        1,
        Integer.MAX_VALUE,
        false,
        null);
  }

  public static Fault status(int status) {
    var fault = of(Kind.STATUS);
    return new Fault(Kind.STATUS, "", status, null, fault.latency, 1, fault.count, false, null);
  }

  public static Fault latency(Duration latency) {
    return of(Kind.LATENCY).lasting(latency);
  }

  public static Fault redirect(String location) {
    return new Fault(
        Kind.REDIRECT, "", 302, null, Duration.ZERO, 1, Integer.MAX_VALUE, false, location);
  }

  /** Only calls whose "METHOD /path" contains this. */
  public Fault on(String part) {
    return new Fault(
        kind, part, status, retryAfter, latency, probability, count, afterwards, location);
  }

  /** Says so by this status. */
  public Fault answering(int code) {
    return new Fault(
        kind, path, code, retryAfter, latency, probability, count, afterwards, location);
  }

  public Fault retryAfter(String value) {
    return new Fault(kind, path, status, value, latency, probability, count, afterwards, location);
  }

  public Fault lasting(Duration time) {
    return new Fault(
        kind, path, status, retryAfter, time, probability, count, afterwards, location);
  }

  public Fault withProbability(double chance) {
    return new Fault(kind, path, status, retryAfter, latency, chance, count, afterwards, location);
  }

  public Fault times(int number) {
    return new Fault(
        kind, path, status, retryAfter, latency, probability, number, afterwards, location);
  }

  /** The call does its work first, then goes wrong: nobody knows whether it happened. */
  public Fault afterTheWork() {
    return new Fault(kind, path, status, retryAfter, latency, probability, count, true, location);
  }
}
