package io.ampel.platform;

import java.util.Map;

/**
 * One number for those who watch Ampel from outside.
 *
 * @param name as Prometheus shows it, without the ending of a counter
 * @param labels never a person's words: ids, and values of closed sets
 */
public record Figure(
    Kind kind, String name, String help, Map<String, String> labels, double value) {

  /** Whether it goes up and down, or only up. */
  public enum Kind {
    GAUGE,
    COUNTER
  }

  public Figure {
    labels = Map.copyOf(labels);
  }

  public static Figure gauge(String name, String help, double value) {
    return gauge(name, help, Map.of(), value);
  }

  public static Figure gauge(String name, String help, Map<String, String> labels, double value) {
    return new Figure(Kind.GAUGE, name, help, labels, value);
  }

  public static Figure counter(String name, String help, Map<String, String> labels, double value) {
    return new Figure(Kind.COUNTER, name, help, labels, value);
  }
}
