package io.ampel.simulator;

import java.util.Locale;

/** Small pictures of people: initials on a colour that follows from the name. */
public final class Avatars {
  private Avatars() {}

  static Answer answer(String path) {
    return of(Request.decode(path.substring("/avatars/".length())));
  }

  /** The picture in a file of this name. */
  public static Answer of(String file) {
    var login = file.replaceAll("\\.svg$", "").replaceAll("[^A-Za-z0-9-]", "");
    var hue = Math.floorMod(login.hashCode() * 37, 360);
    var initials = login.substring(0, Math.min(2, login.length())).toUpperCase(Locale.ROOT);
    var svg =
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64" role="img">\
        <rect width="64" height="64" fill="hsl(%d 45%% 42%%)"/>\
        <text x="32" y="41" font-family="sans-serif" font-size="26" fill="#fff" text-anchor="middle">%s</text></svg>
        """
            .formatted(hue, initials);
    return Answer.of(200, "image/svg+xml", Door.utf8(svg))
        .header("Cache-Control", "public, max-age=86400");
  }
}
