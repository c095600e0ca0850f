package io.ampel.sync;

import io.ampel.provider.AccountProblem;
import io.ampel.pullrequest.ChangeArrived;
import io.ampel.sync.Tally.Ending;
import io.ampel.sync.Tally.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** How the looks of this process at the providers go, and how soon changes show. */
@Component
class SweepFigures {
  private final MeterRegistry meters;
  private final Timer changes;

  SweepFigures(MeterRegistry meters) {
    this.meters = meters;
    this.changes =
        Timer.builder("ampel.change.to.light")
            .description("From a change at the provider to its light in Ampel")
            .serviceLevelObjectives(
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                Duration.ofMinutes(5),
                Duration.ofMinutes(15),
                Duration.ofHours(1))
            .register(meters);
    for (var ending : Ending.values()) readings(ending).increment(0);
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(ChangeArrived change) {
    changes.record(change.late());
  }

  Timer.Sample begin() {
    return Timer.start(meters);
  }

  void ended(Timer.Sample begun, Lease lease, Optional<AccountProblem> trouble) {
    begun.stop(timer(lease, trouble.map(problem -> problem.code().name()).orElse("FINE")));
  }

  void broke(Timer.Sample begun, Lease lease) {
    begun.stop(timer(lease, "BROKEN"));
  }

  void read(List<Outcome> outcomes) {
    outcomes.forEach(outcome -> readings(outcome.ending()).increment());
  }

  private Timer timer(Lease lease, String outcome) {
    return Timer.builder("ampel.sweeps")
        .description("Looks at the repositories of one lease")
        .tags("kind", lease.kind().name(), "outcome", outcome)
        .register(meters);
  }

  private Counter readings(Ending ending) {
    return Counter.builder("ampel.repositories.read")
        .description("Readings of repositories, by how they ended")
        .tag("ending", ending.name())
        .register(meters);
  }
}
