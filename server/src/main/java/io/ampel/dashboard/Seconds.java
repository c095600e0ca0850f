package io.ampel.dashboard;

import io.ampel.web.Ago;
import io.ampel.web.Frame;
import java.time.Duration;
import java.time.Instant;

/** How fresh something is: to the second where seconds matter. */
public final class Seconds {
  private Seconds() {}

  public static String words(Frame frame, Instant at) {
    var seconds = Duration.between(at, frame.now()).toSeconds();
    return seconds >= 5 && seconds < 60
        ? frame.text("dashboard.ago.seconds", seconds)
        : Ago.words(frame, at);
  }
}
