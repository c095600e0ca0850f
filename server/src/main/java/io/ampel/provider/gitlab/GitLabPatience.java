package io.ampel.provider.gitlab;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits a little for what GitLab does behind its answer. */
record GitLabPatience(int looks, Duration between) {
  static final GitLabPatience USUAL = new GitLabPatience(6, Duration.ofMillis(500));

  /** What was read last: as wished, or not yet. */
  <T> T until(Supplier<T> reading, Predicate<T> wish) {
    var read = reading.get();
    for (var look = 1; look < looks && !wish.test(read); look++) {
      if (!pause()) {
        return read;
      }
      read = reading.get();
    }
    return read;
  }

  private boolean pause() {
    try {
      Thread.sleep(between);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
