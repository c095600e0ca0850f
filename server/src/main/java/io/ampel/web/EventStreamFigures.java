package io.ampel.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** How many browsers listen to this process. */
@Component
record EventStreamFigures(EventStream stream) implements MeterBinder {
  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("ampel.live.streams", stream, EventStream::listening)
        .description("Browsers that listen to this process for what changes")
        .register(registry);
  }
}
