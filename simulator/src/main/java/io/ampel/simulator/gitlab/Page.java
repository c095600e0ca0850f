package io.ampel.simulator.gitlab;

import graphql.schema.DataFetchingEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a connection, never more than a hundred. */
record Page<T>(List<T> nodes, int offset, int total) {
  private static final int LARGEST = 100;

  static <T> Page<T> of(DataFetchingEnvironment env, List<T> all) {
    Integer first = env.getArgument("first");
    Integer last = env.getArgument("last");
    var from = Math.min(cursor(env.getArgument("after"), 0), all.size());
    var before = cursor(env.getArgument("before"), all.size() + 1);
    var to = Math.max(from, Math.min(all.size(), before - 1));
    if (last != null && first == null) {
      from = Math.max(from, to - Math.clamp(last, 0, LARGEST));
    } else {
      to = Math.min(to, from + (first == null ? LARGEST : Math.clamp(first, 0, LARGEST)));
    }
    return new Page<>(all.subList(from, to), from, all.size());
  }

  private static int cursor(@Nullable String cursor, int otherwise) {
    if (cursor == null || cursor.isEmpty()) {
      return otherwise;
    }
    try {
      var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      return Integer.parseInt(text.replaceAll("\\D", ""));
    } catch (IllegalArgumentException _) {
      return otherwise;
    }
  }

  /** The cursor of the element at this position in the page. */
  String cursor(int position) {
    var text = "{\"at\":\"" + (offset + position + 1) + "\"}";
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Nullable String start() {
    return nodes.isEmpty() ? null : cursor(0);
  }

  @Nullable String end() {
    return nodes.isEmpty() ? null : cursor(nodes.size() - 1);
  }

  boolean hasNext() {
    return offset + nodes.size() < total;
  }

  boolean hasPrevious() {
    return offset > 0;
  }
}
