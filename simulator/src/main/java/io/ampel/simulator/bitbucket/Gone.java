package io.ampel.simulator.bitbucket;

import java.util.List;

/** The lists across workspaces, which were taken away. */
final class Gone {
  private static final String WORDS = "CHANGE-2770 - Functionality has been deprecated";

  private Gone() {}

  static List<Route> routes() {
    return List.of(
        gone("/repositories"),
        gone("/workspaces"),
        gone("/user/permissions/repositories"),
        gone("/user/permissions/workspaces"),
        gone("/pullrequests/{selected_user}"));
  }

  private static Route gone(String template) {
    return Route.of(
        "GET",
        template,
        Scope.NONE,
        _ -> {
          throw Refusal.of(410, WORDS);
        });
  }
}
