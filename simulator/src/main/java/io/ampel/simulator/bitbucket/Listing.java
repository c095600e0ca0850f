package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A list that is given out in pages: narrowed by {@code q}, ordered by {@code sort}, with a link to
 * what follows that has to be followed as it is.
 */
record Listing(Call call, int usual, int most, boolean counted, Set<String> hidden) {
  private static final int USUAL = 10;
  private static final int MOST = 100;

  static Listing of(Call call) {
    return new Listing(call, USUAL, MOST, true, Set.of());
  }

  Listing pagelen(int usual, int most) {
    return new Listing(call, usual, most, counted, hidden);
  }

  /** How many there are is not said. */
  Listing uncounted() {
    return new Listing(call, usual, most, false, hidden);
  }

  /** These fields of a value are there only when they are named. */
  Listing hiding(String... fields) {
    var paths = new java.util.HashSet<String>();
    List.of(fields).forEach(each -> paths.add("values." + each));
    return new Listing(call, usual, most, counted, paths);
  }

  <T> Answer page(Collection<T> all, Function<T, Object> shape) {
    var size = pagelen();
    var from = offset(size);
    var narrowing = call.request().query("q");
    var order = call.request().query("sort");
    var whole = List.copyOf(all);
    List<?> items;
    int total;
    if (narrowing.isEmpty() && order.isEmpty()) {
      total = whole.size();
      items = part(whole, from, size).stream().map(shape).toList();
    } else {
      var shaped = new ArrayList<>(whole.stream().map(shape).toList());
      narrowing.map(Query::of).ifPresent(test -> shaped.removeIf(test.negate()));
      order.map(Listing::order).ifPresent(shaped::sort);
      total = shaped.size();
      items = part(shaped, from, size);
    }
    return answer(items, from, size, total);
  }

  private static <T> List<T> part(List<T> all, int from, int size) {
    var begin = Math.min(from, all.size());
    return all.subList(begin, Math.min(begin + size, all.size()));
  }

  private Answer answer(List<?> items, int from, int size, int total) {
    var body = Json.object("values", items, "pagelen", size);
    if (counted) {
      body.put("size", total);
      body.put("page", from / size + 1);
    }
    if (from + items.size() < total) {
      body.put("next", next(from + size));
    }
    return call.tree(200, body, hidden);
  }

  private static Comparator<Object> order(String sort) {
    var down = sort.startsWith("-");
    var path = down ? sort.substring(1) : sort;
    if (!path.matches("[a-z_.]+")) {
      throw Refusal.of(400, "Invalid sort: " + sort);
    }
    Comparator<Object> by = Comparator.comparing(each -> key(each, path));
    return down ? by.reversed() : by;
  }

  private static String key(Object tree, String path) {
    var found = Tree.at(tree, path);
    var first = found.isEmpty() ? "" : found.getFirst();
    return first instanceof Number number
        ? "%020d".formatted(number.longValue())
        : String.valueOf(first);
  }

  private int pagelen() {
    var asked = call.request().query("pagelen");
    if (asked.isEmpty()) {
      return usual;
    }
    var length = asked.get().matches("\\d{1,6}") ? Integer.parseInt(asked.get()) : 0;
    if (length < 1 || length > most) {
      throw Refusal.of(400, "Invalid pagelen");
    }
    return length;
  }

  private int offset(int size) {
    var page = call.request().query("page").orElse("1");
    if (page.matches("[1-9]\\d{0,5}")) {
      return (Integer.parseInt(page) - 1) * size;
    }
    try {
      var text = new String(Base64.getUrlDecoder().decode(page), StandardCharsets.UTF_8);
      return Integer.parseInt(text.substring(text.indexOf(':') + 1));
    } catch (IllegalArgumentException _) {
      throw Refusal.of(400, "Invalid page");
    }
  }

  private String next(int offset) {
    var others = new ArrayList<String>();
    for (var pair : call.request().rawQuery().split("&")) {
      if (!pair.isEmpty() && !pair.startsWith("page=")) {
        others.add(pair);
      }
    }
    var token = ("after:" + offset).getBytes(StandardCharsets.UTF_8);
    others.add("page=" + Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    return call.caller().api() + call.request().path() + "?" + String.join("&", others);
  }
}
