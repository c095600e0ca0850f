package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Merges that are done while nobody waits, and how the next ones shall go. */
final class MergeDesk {
  private final Clock clock;
  private final AtomicLong ids = new AtomicLong();
  private final Deque<MergeEnding> coming = new ConcurrentLinkedDeque<>();
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private volatile Duration takes = Duration.ofMillis(300);

  MergeDesk(Clock clock) {
    this.clock = clock;
  }

  /** A merge, when it will be through, and why it failed if it did. */
  record Job(
      MergeOrder order, MergeEnding ending, Instant due, boolean done, @Nullable Answer failed) {
    private boolean isDue(Instant now) {
      return !done && !due.isAfter(now);
    }

    private Job done(@Nullable Answer failure) {
      return new Job(order, ending, due, true, failure);
    }
  }

  void reset() {
    coming.clear();
    jobs.clear();
  }

  void next(MergeEnding ending) {
    coming.add(ending);
  }

  void takes(Duration time) {
    takes = time;
  }

  MergeEnding ending() {
    return Objects.requireNonNullElse(coming.poll(), MergeEnding.AT_ONCE);
  }

  String open(MergeOrder order, MergeEnding ending) {
    var id = Uuid.bare(ids.incrementAndGet());
    jobs.put(id, new Job(order, ending, clock.instant().plus(takes), false, null));
    return id;
  }

  Optional<Job> job(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** What is due happens, also when nobody asks for it. */
  void settle(World world) {
    var now = clock.instant();
    for (var each : jobs.entrySet()) {
      if (each.getValue().isDue(now)) {
        world.change(() -> jobs.computeIfPresent(each.getKey(), (_, job) -> finished(job)));
      }
    }
  }

  private static Job finished(Job job) {
    if (job.done()) {
      return job;
    }
    try {
      return switch (job.ending()) {
        case TASK_REFS_MOVED -> job.done(Merging.refsMoved().answer());
        case TASK_FORBIDDEN -> job.done(Merging.forbidden().answer());
        case AT_ONCE, TASK, REFS_MOVED, TIMED_OUT, TIMED_OUT_MERGED -> {
          job.order().refuse();
          job.order().perform();
          yield job.done(null);
        }
      };
    } catch (Refusal refusal) {
      return job.done(refusal.answer());
    }
  }
}
