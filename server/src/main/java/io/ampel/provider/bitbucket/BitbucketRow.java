package io.ampel.provider.bitbucket;

import io.ampel.provider.ProviderFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks for each of many things by itself, some at the same time, since Bitbucket answers no
 * question for many. The first is asked alone, so that a dead token is shown once and not many
 * times; once an answer shows that every call would fail, the rest is not asked any more.
 */
final class BitbucketRow {
  private BitbucketRow() {}

  /** One answer for each thing asked, in the same order. */
  static <T, A> List<A> ask(
      List<T> things, Function<T, A> ask, BiFunction<T, ProviderFailure, A> failed) {
    if (things.isEmpty()) {
      return List.of();
    }
    var end = new AtomicReference<@Nullable ProviderFailure>();
    var answers = new ArrayList<A>(things.size());
    answers.add(one(things.getFirst(), ask, failed, end));
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked =
          things.stream()
              .skip(1)
              .map(thing -> pool.submit(() -> one(thing, ask, failed, end)))
              .toList();
      for (var answer : asked) {
        answers.add(got(answer));
      }
      return answers;
    }
  }

  private static <T, A> A one(
      T thing,
      Function<T, A> ask,
      BiFunction<T, ProviderFailure, A> failed,
      AtomicReference<@Nullable ProviderFailure> end) {
    var ended = end.get();
    if (ended != null) {
      return failed.apply(thing, ended);
    }
    try {
      return ask.apply(thing);
    } catch (ProviderFailure failure) {
      if (failure.problem().stopsEveryCall()) {
        end.set(failure);
      }
      return failed.apply(thing, failure);
    }
  }

  private static <A> A got(Future<A> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
