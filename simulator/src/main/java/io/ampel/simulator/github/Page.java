package io.ampel.simulator.github;

import graphql.schema.DataFetchingEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a connection. */
record Page<T>(List<T> nodes, int offset, int total) {

  /** The page that the arguments ask for, or an error where GitHub insists on a limit. */
  static <T> Object of(DataFetchingEnvironment env, List<T> all) {
    Integer first = env.getArgument("first");
    Integer last = env.getArgument("last");
    var name = env.getField().getName();
    if (first == null && last == null) {
      var wantsNodes = env.getSelectionSet().containsAnyOf("nodes", "edges", "pageInfo");
      return wantsNodes
          ? GraphQlError.at(
              env,
              "MISSING_PAGINATION_BOUNDARIES",
              "You must provide a `first` or `last` value to properly paginate the `"
                  + name
                  + "` connection.")
          : new Page<T>(List.of(), 0, all.size());
    }
    var limit = first == null ? last : first;
    if (limit == null || limit > 100 || limit < 0) {
      var word = first == null ? "last" : "first";
      return GraphQlError.at(
          env,
          "EXCESSIVE_PAGINATION",
          "Requesting "
              + limit
              + " records on the `"
              + name
              + "` connection exceeds the `"
              + word
              + "` limit of 100 records.");
    }
    return cut(
        all,
        cursor(env.getArgument("after"), 0),
        cursor(env.getArgument("before"), all.size() + 1),
        first,
        last);
  }

  private static <T> Page<T> cut(
      List<T> all, int after, int before, @Nullable Integer first, @Nullable Integer last) {
    var from = Math.min(after, all.size());
    var to = Math.max(from, Math.min(all.size(), before - 1));
    if (first != null) {
      to = Math.min(to, from + first);
    }
    if (last != null) {
      from = Math.max(from, to - last);
    }
    return new Page<>(all.subList(from, to), from, all.size());
  }

  private static int cursor(@Nullable String cursor, int otherwise) {
    if (cursor == null || cursor.isEmpty()) {
      return otherwise;
    }
    try {
      var text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
      return Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
    } catch (IllegalArgumentException _) {
      return otherwise;
    }
  }

  /** The cursor of the element at this position in the page. */
  String cursor(int position) {
    var text = "cursor:v2:" + (offset + position + 1);
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
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
