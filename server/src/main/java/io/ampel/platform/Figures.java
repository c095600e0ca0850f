package io.ampel.platform;

import static java.util.stream.Collectors.groupingBy;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Gives what the rooms know from the database to whoever asks for metrics. Read when asked, so that
 * what is gone is not shown any more, and kept for a few seconds, so that asking costs little.
 */
@Component
class Figures implements MultiCollector {
  private static final Logger log = LoggerFactory.getLogger(Figures.class);
  private static final long FRESH = Duration.ofSeconds(5).toNanos();

  private final ObjectProvider<FigureSource> sources;
  private MetricSnapshots last = new MetricSnapshots();
  private long readAt = System.nanoTime() - FRESH;

  Figures(ObjectProvider<FigureSource> sources, ObjectProvider<PrometheusRegistry> registry) {
    this.sources = sources;
    registry.ifAvailable(found -> found.register(this));
  }

  @Override
  public synchronized MetricSnapshots collect() {
    if (System.nanoTime() - readAt >= FRESH) {
      last = read();
      readAt = System.nanoTime();
    }
    return last;
  }

  private MetricSnapshots read() {
    var figures = new ArrayList<Figure>();
    var readable = 1;
    for (var source : sources.orderedStream().toList()) {
      try {
        figures.addAll(source.figures());
      } catch (RuntimeException e) {
        readable = 0;
        log.warn("Figures of {} cannot be read", source.getClass().getSimpleName(), e);
      }
    }
    figures.add(
        Figure.gauge(
            "ampel_figures_readable",
            "Whether the figures that stand in the database could be read",
            readable));
    return new MetricSnapshots(
        figures.stream()
            .collect(
                groupingBy(Figure::name, LinkedHashMap::new, java.util.stream.Collectors.toList()))
            .values()
            .stream()
            .map(Figures::snapshot)
            .toList());
  }

  private static MetricSnapshot snapshot(List<Figure> same) {
    return switch (same.getFirst().kind()) {
      case GAUGE -> gauge(same);
      case COUNTER -> counter(same);
    };
  }

  private static GaugeSnapshot gauge(List<Figure> same) {
    var gauge = GaugeSnapshot.builder().name(same.getFirst().name()).help(same.getFirst().help());
    for (var figure : same) {
      gauge.dataPoint(
          GaugeDataPointSnapshot.builder().labels(labels(figure)).value(figure.value()).build());
    }
    return gauge.build();
  }

  private static CounterSnapshot counter(List<Figure> same) {
    var counter =
        CounterSnapshot.builder().name(same.getFirst().name()).help(same.getFirst().help());
    for (var figure : same) {
      counter.dataPoint(
          CounterDataPointSnapshot.builder().labels(labels(figure)).value(figure.value()).build());
    }
    return counter.build();
  }

  private static Labels labels(Figure figure) {
    var names = figure.labels().keySet().stream().sorted().toList();
    return Labels.of(names, names.stream().map(figure.labels()::get).toList());
  }
}
