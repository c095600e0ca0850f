package io.ampel.identity;

/** What a browser calls itself, said shortly. Only a hint for its owner. */
final class Browser {
  private static final String[][] NAMES = {
    {"Edg/", "Edge"},
    {"OPR/", "Opera"},
    {"Firefox/", "Firefox"},
    {"Chrome/", "Chrome"},
    {"Safari/", "Safari"},
    {"curl/", "curl"}
  };
  private static final String[][] SYSTEMS = {
    {"iPhone", "iPhone"},
    {"iPad", "iPad"},
    {"Android", "Android"},
    {"Windows", "Windows"},
    {"Mac OS X", "macOS"},
    {"CrOS", "ChromeOS"},
    {"Linux", "Linux"}
  };

  private Browser() {}

  static String words(String agent) {
    var name = first(NAMES, agent);
    var system = first(SYSTEMS, agent);
    return name.isEmpty() || system.isEmpty() ? name + system : name + ", " + system;
  }

  private static String first(String[][] signs, String agent) {
    for (var sign : signs) {
      if (agent.contains(sign[0])) return sign[1];
    }
    return "";
  }
}
