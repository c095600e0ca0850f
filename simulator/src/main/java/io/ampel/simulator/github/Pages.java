package io.ampel.simulator.github;

import io.ampel.simulator.World;

/** The few web pages there are. */
final class Pages {
  static final String UNICORN =
      "<!DOCTYPE html><html><head><title>Unicorn! · GitHub</title></head><body><p><strong>We couldn't respond to your request in time.</strong></p></body></html>";

  private Pages() {}

  static String of(World world, String path) {
    var parts = path.split("/");
    if (parts.length > 4 && parts[3].equals("pull")) {
      var found =
          world
              .findRepository(parts[1], parts[2])
              .flatMap(each -> each.findPullRequest(number(parts[4])));
      if (found.isPresent()) {
        var pr = found.get();
        return page(
            pr.title() + " #" + pr.number(),
            pr.repository().fullName() + ", " + Words.state(pr).toLowerCase(java.util.Locale.ROOT),
            pr.body());
      }
    }
    return page("Simulated GitHub", path, "");
  }

  private static int number(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static String page(String title, String under, String text) {
    return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title></head><body><h1>%s</h1><p>%s</p><pre>%s</pre></body></html>"
        .formatted(escaped(title), escaped(title), escaped(under), escaped(text));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
