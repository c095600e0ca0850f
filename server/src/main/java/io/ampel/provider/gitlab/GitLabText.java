package io.ampel.provider.gitlab;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Words for GitLab that are said and not done: a line of a comment that begins with a slash would
 * be a command. With a backslash before it, it shows as it was typed.
 */
final class GitLabText {
  private static final Pattern FENCE = Pattern.compile("^\\s{0,3}(`{3,}|~{3,}).*");
  private static final Pattern LINES = Pattern.compile("\r\n|\r|\n");

  private GitLabText() {}

  static String spoken(String text) {
    var lines = List.of(LINES.split(text, -1));
    var spoken = new ArrayList<String>(lines.size());
    for (var i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      var end = FENCE.matcher(line).matches() ? end(lines, i) : i;
      if (end == i) {
        spoken.add(line.startsWith("/") ? "\\" + line : line);
      } else {
        spoken.addAll(lines.subList(i, end + 1));
        i = end;
      }
    }
    return String.join("\n", spoken);
  }

  /**
   * The line that ends the code block that begins here: in one GitLab runs no commands and shows
   * backslashes. The beginning itself where nothing ends it, because then it is none to GitLab.
   */
  private static int end(List<String> lines, int begin) {
    var opening = FENCE.matcher(lines.get(begin));
    var fence = opening.matches() ? opening.group(1) : "```";
    var closing = Pattern.compile("^\\s{0,3}" + Pattern.quote(fence) + fence.charAt(0) + "*\\s*$");
    for (var i = begin + 1; i < lines.size(); i++) {
      if (closing.matcher(lines.get(i)).matches()) {
        return i;
      }
    }
    return begin;
  }
}
