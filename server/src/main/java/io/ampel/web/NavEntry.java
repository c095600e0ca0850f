package io.ampel.web;

/**
 * A place in the navigation. A room offers it as a bean; the frame sorts by group and order.
 *
 * @param label key of the text in the room's message bundle
 * @param icon name of a Tabler icon
 * @param keys key sequence that goes there, such as {@code "g d"}, or empty
 */
public record NavEntry(
    Group group,
    int order,
    String label,
    String path,
    String icon,
    String keys,
    boolean administratorsOnly) {

  /** The headings of the navigation, from top to bottom. */
  public enum Group {
    MAIN,
    SETTINGS,
    ADMINISTRATION
  }

  boolean shows(Viewer viewer) {
    return !administratorsOnly || viewer.administrator();
  }

  boolean leadsTo(String current) {
    return current.equals(path) || (path.length() > 1 && current.startsWith(path + "/"));
  }
}
