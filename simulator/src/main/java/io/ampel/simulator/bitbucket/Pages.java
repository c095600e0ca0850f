package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Request;

/** What a browser sees where a link leads. */
final class Pages {
  private Pages() {}

  static Answer of(String path) {
    var shown = Words.html(Request.decode(path));
    return Answer.html(
            200,
            "<!doctype html><title>Bitbucket, simulated</title><h1>Bitbucket, simulated</h1>"
                + shown)
        .route("page");
  }
}
