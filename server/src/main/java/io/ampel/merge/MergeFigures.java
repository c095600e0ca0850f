package io.ampel.merge;

import io.ampel.merge.MergeAnswer.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What became of the merges that this process was asked for. */
@Component
class MergeFigures {
  private final Map<Outcome, Counter> merges;

  MergeFigures(MeterRegistry meters) {
    merges =
        Arrays.stream(Outcome.values())
            .collect(
                Collectors.toMap(
                    outcome -> outcome,
                    outcome -> counter(meters, outcome),
                    (one, _) -> one,
                    () -> new EnumMap<>(Outcome.class)));
  }

  void ended(MergeAnswer answer) {
    var counter = merges.get(answer.outcome());
    if (counter != null) counter.increment();
  }

  private static Counter counter(MeterRegistry meters, Outcome outcome) {
    return Counter.builder("ampel.merges")
        .description("Merges that people asked for, by outcome")
        .tag("outcome", outcome.name())
        .register(meters);
  }
}
