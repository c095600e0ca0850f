package io.ampel.simulator.bitbucket;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ways through an answer before it becomes JSON. */
final class Tree {
  private Tree() {}

  /** Everything at this dotted path; lists are passed through. */
  static List<Object> at(@Nullable Object tree, String path) {
    var found = new ArrayList<Object>();
    collect(tree, List.of(path.split("\\.")), 0, found);
    return found;
  }

  private static void collect(
      @Nullable Object node, List<String> path, int depth, List<Object> found) {
    if (node instanceof Collection<?> many) {
      many.forEach(each -> collect(each, path, depth, found));
    } else if (depth == path.size()) {
      if (node != null) {
        found.add(node);
      }
    } else if (node instanceof Map<?, ?> object) {
      collect(object.get(path.get(depth)), path, depth + 1, found);
    }
  }
}
