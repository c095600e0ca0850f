package io.ampel.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Asks for many things in few questions. The size of a question follows the time the answers take,
 * because providers give up after some seconds; one that was too heavy is halved until the thing
 * that makes it so stands alone.
 */
public final class Batches {
  private static final Duration QUICK = Duration.ofSeconds(3);
  private static final Duration SLOW = Duration.ofSeconds(6);

  private final int least;
  private final int most;
  private final AtomicInteger size;

  public Batches(int least, int start, int most) {
    this.least = least;
    this.size = new AtomicInteger(start);
    this.most = most;
  }

  public int size() {
    return size.get();
  }

  /**
   * One answer for each thing asked, in the same order. Where a token is dead, a pause is demanded
   * or nobody can be reached, the rest is not asked any more.
   *
   * @param ask throws {@link ProviderFailure} where a whole question fails
   * @param failed the answer for a thing that cannot be asked even alone
   */
  public <T, A> List<A> ask(
      List<T> things, Function<List<T>, List<A>> ask, BiFunction<T, ProviderFailure, A> failed) {
    var answers = new ArrayList<A>(things.size());
    for (var from = 0; from < things.size(); from = answers.size()) {
      var to = Math.min(things.size(), from + size.get());
      try {
        answers.addAll(some(things.subList(from, to), ask, failed));
      } catch (ProviderFailure failure) {
        things
            .subList(from, things.size())
            .forEach(rest -> answers.add(failed.apply(rest, failure)));
      }
    }
    return answers;
  }

  private <T, A> List<A> some(
      List<T> things, Function<List<T>, List<A>> ask, BiFunction<T, ProviderFailure, A> failed) {
    var started = System.nanoTime();
    try {
      var answers = ask.apply(things);
      adapt(things.size(), Duration.ofNanos(System.nanoTime() - started));
      return answers;
    } catch (ProviderFailure failure) {
      if (failure.problem().stopsEveryCall()) {
        throw failure;
      }
      if (!failure.problem().asksForLess()) {
        return things.stream().map(thing -> failed.apply(thing, failure)).toList();
      }
      return things.size() == 1
          ? List.of(failed.apply(things.getFirst(), failure))
          : halves(things, ask, failed);
    }
  }

  private <T, A> List<A> halves(
      List<T> things, Function<List<T>, List<A>> ask, BiFunction<T, ProviderFailure, A> failed) {
    var middle = things.size() / 2;
    size.set(Math.max(least, middle));
    var answers = new ArrayList<>(some(things.subList(0, middle), ask, failed));
    answers.addAll(some(things.subList(middle, things.size()), ask, failed));
    return answers;
  }

  private void adapt(int asked, Duration took) {
    if (took.compareTo(SLOW) > 0) {
      size.set(Math.max(least, asked / 2));
    } else if (took.compareTo(QUICK) < 0 && asked >= size.get()) {
      size.set(Math.min(most, asked + Math.max(1, asked / 2)));
    }
  }
}
