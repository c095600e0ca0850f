package io.ampel.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** How many browsers listen to this process; a command runs without any stream. */
@Component
record EventStreamFigures(ObjectProvider<EventStream> stream) implements MeterBinder {
  @Override
  public void bindTo(MeterRegistry registry) {
    stream.ifAvailable(found ->
        Gauge.builder("ampel.live.streams", found, EventStream::listening)
            .description("Browsers that listen to this process for what changes")
            .register(registry));
  }
}
