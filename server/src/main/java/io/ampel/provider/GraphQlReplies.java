package io.ampel.provider;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The form of every question to a provider's GraphQL and of every answer, whatever it is about. */
public final class GraphQlReplies {
  private GraphQlReplies() {}

  public record Question(String query, Map<String, @Nullable Object> variables) {}

  public record Answer<T>(@Nullable T data, @Nullable List<Fault> errors) {
    public List<Fault> faults() {
      return errors == null ? List.of() : errors;
    }
  }

  public record Fault(
      @Nullable String type,
      @Nullable String message,
      @Nullable List<Object> path,
      @Nullable Map<String, Object> extensions) {

    public boolean is(String wanted) {
      return wanted.equals(type);
    }

    /** Whether it is about what stands at this place of the answer, or below. */
    public boolean isAt(Object... place) {
      return path != null
          && path.size() >= place.length
          && List.of(place).equals(path.subList(0, place.length));
    }

    public String words() {
      return message == null ? "" : message;
    }
  }

  public record Page<T>(
      @Nullable Integer totalCount,
      @Nullable PageInfo pageInfo,
      @Nullable List<@Nullable T> nodes) {

    public static <T> List<T> all(@Nullable Page<T> page) {
      return page == null || page.nodes == null
          ? List.of()
          : page.nodes.stream().filter(Objects::nonNull).map(node -> (T) node).toList();
    }

    /** Where the next page begins; null when this is the last one. */
    public static @Nullable String next(@Nullable Page<?> page) {
      return page == null || page.pageInfo == null || !page.pageInfo.goesOn()
          ? null
          : page.pageInfo.endCursor();
    }
  }

  public record PageInfo(@Nullable Boolean hasNextPage, @Nullable String endCursor) {
    public boolean goesOn() {
      return Boolean.TRUE.equals(hasNextPage);
    }
  }
}
