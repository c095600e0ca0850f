package io.ampel.pullrequest;

/**
 * The colour, ordered from best to worst. UNKNOWN stands second so that it shows only where a lack
 * of knowledge is the sole thing between a pull request and green.
 */
public enum TrafficLight {
  READY,
  UNKNOWN,
  WAITING,
  BLOCKED;

  public TrafficLight worse(TrafficLight other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
