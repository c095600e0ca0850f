package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of an answer are wanted. Plain names replace what is there by default, a plus adds
 * to it, a minus takes away, a star is any name. Some fields are there only when they are named.
 */
record FieldSelection(List<String> only, List<String> added, List<String> removed) {

  static FieldSelection of(String text) {
    var only = new ArrayList<String>();
    var added = new ArrayList<String>();
    var removed = new ArrayList<String>();
    for (var each : text.split(",")) {
      if (each.startsWith("+")) {
        added.add(each.substring(1).strip());
      } else if (each.startsWith("-")) {
        removed.add(each.substring(1).strip());
      } else if (!each.isEmpty()) {
        // A plus that was not encoded arrives as a blank, and no field is called that.
        only.add(each);
      }
    }
    return new FieldSelection(only, added, removed);
  }

  @Nullable Object from(@Nullable Object tree, Set<String> hidden) {
    return node(tree, "", hidden);
  }

  private @Nullable Object node(@Nullable Object node, String path, Set<String> hidden) {
    return switch (node) {
      case Map<?, ?> object -> object(object, path, hidden);
      case Collection<?> many -> many.stream().map(each -> node(each, path, hidden)).toList();
      case null, default -> node;
    };
  }

  private Map<String, @Nullable Object> object(Map<?, ?> object, String path, Set<String> hidden) {
    var kept = Json.object();
    object.forEach((key, value) -> {
      var inside = path.isEmpty() ? String.valueOf(key) : path + "." + key;
      if (keeps(inside, hidden) && holds(value, inside)) {
        var shown = node(value, inside, hidden);
        if (!emptied(value, shown)) {
          kept.put(String.valueOf(key), shown);
        }
      }
    });
    return kept;
  }

  private boolean keeps(String path, Set<String> hidden) {
    if (removed.stream().anyMatch(each -> same(each, path))) {
      return false;
    }
    if (hidden.contains(path)) {
      return named(only, path) || named(added, path);
    }
    return only.isEmpty() || wanted(only, path) || wanted(added, path);
  }

  /** Where only something inside is wanted, there has to be an inside, or nothing at all. */
  private boolean holds(@Nullable Object value, String path) {
    return value == null
        || value instanceof Map<?, ?>
        || value instanceof Collection<?>
        || only.isEmpty()
        || whole(only, path)
        || whole(added, path);
  }

  private static boolean emptied(@Nullable Object value, @Nullable Object shown) {
    return value instanceof Map<?, ?> before
        && shown instanceof Map<?, ?> after
        && after.isEmpty()
        && !before.isEmpty();
  }

  private static boolean whole(List<String> selection, String path) {
    return selection.stream().anyMatch(each -> same(each, path) || within(path, each));
  }

  /** It, or something inside it, is asked for by its own name. */
  private static boolean named(List<String> selection, String path) {
    return selection.stream().anyMatch(each -> same(each, path) || within(each, path));
  }

  private static boolean wanted(List<String> selection, String path) {
    return selection.stream()
        .anyMatch(each -> within(each, path) || same(each, path) || within(path, each));
  }

  private static boolean same(String pattern, String path) {
    return pattern.equals(path) || (pattern.contains("*") && matches(pattern, path));
  }

  /** Whether the longer path lies below the shorter. */
  private static boolean within(String longer, String shorter) {
    if (longer.startsWith(shorter + ".")) {
      return true;
    }
    if (!longer.contains("*") && !shorter.contains("*")) {
      return false;
    }
    var depth = shorter.split("\\.").length;
    var parts = longer.split("\\.");
    return parts.length > depth
        && matches(shorter, String.join(".", List.of(parts).subList(0, depth)));
  }

  private static boolean matches(String one, String other) {
    var left = one.split("\\.");
    var right = other.split("\\.");
    if (left.length != right.length) {
      return false;
    }
    for (var i = 0; i < left.length; i++) {
      if (!left[i].equals("*") && !right[i].equals("*") && !left[i].equals(right[i])) {
        return false;
      }
    }
    return true;
  }
}
