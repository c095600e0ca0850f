package io.ampel.simulator.gitlab;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of one GraphQL type, each with the way to read it from the model. */
final class Fields<S> {
  /** Reads a field with everything that is known about the request. */
  interface Reader<S> {
    @Nullable Object read(S source, DataFetchingEnvironment env, Asking asking);
  }

  private final Class<S> source;
  private final Map<String, DataFetcher<?>> fetchers = new LinkedHashMap<>();

  private Fields(Class<S> source) {
    this.source = source;
  }

  static <S> Fields<S> of(Class<S> source) {
    return new Fields<>(source);
  }

  Fields<S> with(String name, Function<S, @Nullable Object> read) {
    fetchers.put(name, (DataFetcher<@Nullable Object>) env -> read.apply(source(env)));
    return this;
  }

  Fields<S> asking(String name, Reader<S> read) {
    fetchers.put(
        name, (DataFetcher<@Nullable Object>) env -> read.read(source(env), env, asking(env)));
    return this;
  }

  private S source(DataFetchingEnvironment env) {
    return source.cast(Objects.requireNonNull(env.<Object>getSource()));
  }

  static Asking asking(DataFetchingEnvironment env) {
    return Objects.requireNonNull(env.getGraphQlContext().<Asking>get(Asking.class));
  }

  Map<String, DataFetcher<?>> fetchers() {
    return fetchers;
  }
}
