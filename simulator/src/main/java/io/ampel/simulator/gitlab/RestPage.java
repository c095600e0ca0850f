package io.ampel.simulator.gitlab;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Repository;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** One page of a list: by numbers, or by the last id where that is asked for and offered. */
final class RestPage {
  private static final int DEFAULT = 20;
  private static final int LARGEST = 100;
  private static final int UNCOUNTED = 10_000;
  private static final int DEEPEST = 50_000;

  private RestPage() {}

  static <T> Answer of(RestCall call, List<T> all, Function<T, Object> shape) {
    var size = Math.clamp(number(call, "per_page", DEFAULT), 1, LARGEST);
    var page = Math.max(1, number(call, "page", 1));
    var from = (long) (page - 1) * size;
    if (from >= DEEPEST && !all.isEmpty() && all.getFirst() instanceof Repository) {
      throw Refusal.of(
          Refusal.error(
              405,
              "Offset pagination has a maximum allowed offset of 50000 for requests that return objects of type Project."
                  + " Remaining records can be retrieved using keyset pagination."));
    }
    var start = (int) Math.min(from, all.size());
    var end = Math.min(start + size, all.size());
    var answer = Answer.json(200, all.subList(start, end).stream().map(shape).toList());
    return headers(answer, call, all.size(), page, size);
  }

  private static Answer headers(Answer answer, RestCall call, int total, int page, int size) {
    var pages = Math.max(1, (total + size - 1) / size);
    var links = new ArrayList<String>();
    if (page > 1) {
      links.add(link(call, "page", String.valueOf(page - 1), "prev"));
    }
    if (page < pages) {
      links.add(link(call, "page", String.valueOf(page + 1), "next"));
    }
    links.add(link(call, "page", "1", "first"));
    if (total <= UNCOUNTED) {
      links.add(link(call, "page", String.valueOf(pages), "last"));
      answer
          .header("X-Total", String.valueOf(total))
          .header("X-Total-Pages", String.valueOf(pages));
    }
    return answer
        .header("Link", String.join(", ", links))
        .header("X-Page", String.valueOf(page))
        .header("X-Per-Page", String.valueOf(size))
        .header("X-Next-Page", page < pages ? String.valueOf(page + 1) : "")
        .header("X-Prev-Page", page > 1 ? String.valueOf(page - 1) : "");
  }

  /** Projects in the order of their ids, starting after the last one seen; no totals. */
  static Answer keyset(RestCall call, List<Repository> all, Function<Repository, Object> shape) {
    if (!call.parameter("order_by").orElse("id").equals("id")) {
      throw Refusal.of(
          Refusal.error(405, "Keyset pagination is not yet available for this type of request"));
    }
    var ascending = call.parameter("sort").orElse("desc").equals("asc");
    var bound = ascending ? "id_after" : "id_before";
    var after = call.parameter(bound).filter(each -> each.matches("\\d+")).map(Long::parseLong);
    var size = Math.clamp(number(call, "per_page", DEFAULT), 1, LARGEST);
    Comparator<Repository> order = Comparator.comparing(Repository::id);
    var rest =
        all.stream()
            .filter(each ->
                after.isEmpty()
                    || (each.id() > after.get()) == ascending && each.id() != after.get())
            .sorted(ascending ? order : order.reversed())
            .toList();
    var shown = rest.subList(0, Math.min(size, rest.size()));
    var answer = Answer.json(200, shown.stream().map(shape).toList());
    return rest.size() > size
        ? answer.header("Link", link(call, bound, String.valueOf(shown.getLast().id()), "next"))
        : answer;
  }

  private static int number(RestCall call, String name, int otherwise) {
    var text = call.request().query(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.get().matches("\\d{1,9}")) {
      throw Refusal.bad(name, "is invalid");
    }
    return Integer.parseInt(text.get());
  }

  private static String link(RestCall call, String name, String value, String rel) {
    var others = new ArrayList<String>();
    for (var pair : call.request().rawQuery().split("&")) {
      if (!pair.isEmpty() && !pair.startsWith(name + "=")) {
        others.add(pair);
      }
    }
    others.add(name + "=" + value);
    return "<%s%s?%s>; rel=\"%s\""
        .formatted(call.caller().api(), call.request().path(), String.join("&", others), rel);
  }
}
