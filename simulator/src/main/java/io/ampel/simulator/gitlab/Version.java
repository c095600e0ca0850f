package io.ampel.simulator.gitlab;

/** A release by its first two numbers, which decide what it knows. */
record Version(int major, int minor, String text) implements Comparable<Version> {
  static final Version NEWEST = of("19.3.0");

  static Version of(String text) {
    var parts = text.replaceAll("[^0-9.].*", "").split("\\.");
    return new Version(
        Integer.parseInt(parts[0]), parts.length > 1 ? Integer.parseInt(parts[1]) : 0, text);
  }

  @Override
  public int compareTo(Version other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }

  boolean knows(String since) {
    return compareTo(of(since)) >= 0;
  }
}
