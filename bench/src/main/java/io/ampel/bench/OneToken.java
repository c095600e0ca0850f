package io.ampel.bench;

import java.util.List;

/** What a real token of GitHub makes of a number of calls. */
final class OneToken {
  static final double HOURLY = 5_000;

  /** What scheduled calls of Ampel take of a budget at most, unless somebody sets it otherwise. */
  static final double SHARE = 0.45;

  private OneToken() {}

  /** Points and calls have a budget each, so the scarcer one says how long it takes. */
  static List<Result> needs(Asked asked) {
    var points = asked.points() / HOURLY;
    var calls = asked.plainCalls() / HOURLY;
    return List.of(
        Result.of("token.points", points, "h"),
        Result.of("token.calls", calls, "h"),
        Result.of("token.share", Math.max(points, calls) / SHARE, "h"));
  }
}
