package io.ampel.dashboard;

import io.ampel.pullrequest.TrafficLight;
import org.jspecify.annotations.Nullable;

/** The parts of the dashboard, in the order in which they ask for attention. */
public enum Section {
  TURN(null),
  READY(TrafficLight.READY),
  WAITING(TrafficLight.WAITING),
  BLOCKED(TrafficLight.BLOCKED),
  UNKNOWN(TrafficLight.UNKNOWN),
  ENDED(null);

  private final @Nullable TrafficLight light;

  Section(@Nullable TrafficLight light) {
    this.light = light;
  }

  public @Nullable TrafficLight light() {
    return light;
  }

  static Section of(TrafficLight light) {
    return switch (light) {
      case READY -> READY;
      case WAITING -> WAITING;
      case BLOCKED -> BLOCKED;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
