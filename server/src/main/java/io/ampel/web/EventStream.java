package io.ampel.web;

import io.ampel.platform.Live;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One stream per browser that says what changed, to those who may see it. It carries no content.
 */
@Controller
public class EventStream implements SmartLifecycle {
  private static final long HEARTBEAT_SECONDS = 20;
  private static final int WAITING_AT_MOST = 256;
  private static final Live.Event END = new Live.Event("end", "");

  /** Tells a browser that it missed some. */
  private static final Live.Event RESYNC = new Live.Event("resync", "");

  private static final Logger log = LoggerFactory.getLogger(EventStream.class);

  private final Map<String, EventFilter> filters;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

  /** One thread, so that events keep their order while Live is not held up by a filter's query. */
  private final Executor hearing =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("events").factory());

  private volatile boolean running;

  EventStream(Live live, List<EventFilter> filters) {
    this.filters =
        filters.stream()
            .collect(Collectors.toUnmodifiableMap(EventFilter::topic, Function.identity()));
    live.subscribe(event -> hearing.execute(() -> heard(event)));
  }

  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter listen(Viewer viewer, HttpServletResponse response) {
    response.setHeader("X-Accel-Buffering", "no");
    var listener = new Listener(viewer, new SseEmitter(0L));
    listener.emitter.onCompletion(() -> listeners.remove(listener));
    listener.emitter.onError(_ -> listener.end());
    listeners.add(listener);
    Thread.ofVirtual().name("events-" + viewer.id()).start(() -> serve(listener));
    if (!running) listener.end();
    return listener.emitter;
  }

  private void serve(Listener listener) {
    try {
      listener.run();
    } finally {
      listeners.remove(listener);
    }
  }

  /** Ends the streams of somebody whose sign-in has ended; a browser still signed in comes back. */
  public void disconnect(UUID viewer) {
    listeners.stream()
        .filter(listener -> listener.viewer.id().equals(viewer))
        .forEach(Listener::end);
  }

  private void heard(Live.Event event) {
    try {
      tell(event);
    } catch (RuntimeException e) {
      log.warn("Nobody was told of {}", event, e);
    }
  }

  private void tell(Live.Event event) {
    if (event == Live.Event.MISSED) {
      listeners.forEach(listener -> listener.offer(RESYNC));
      return;
    }
    var filter = filters.get(event.topic());
    if (filter == null || listeners.isEmpty()) {
      return;
    }
    var audience = filter.audience(event.id());
    listeners.stream()
        .filter(listener -> audience.test(listener.viewer))
        .forEach(listener -> listener.offer(event));
  }

  int listening() {
    return listeners.size();
  }

  @Override
  public void start() {
    running = true;
  }

  /** Open streams would hold the shutdown until their time-out. */
  @Override
  public void stop() {
    running = false;
    listeners.forEach(Listener::end);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private static final class Listener {
    final Viewer viewer;
    final SseEmitter emitter;
    private final BlockingQueue<Live.Event> waiting = new ArrayBlockingQueue<>(WAITING_AT_MOST);
    private volatile boolean ended;

    Listener(Viewer viewer, SseEmitter emitter) {
      this.viewer = viewer;
      this.emitter = emitter;
    }

    void offer(Live.Event event) {
      if (!waiting.offer(event)) {
        waiting.clear();
        waiting.offer(RESYNC);
      }
    }

    void end() {
      ended = true;
      waiting.offer(END);
    }

    /** When the browser has gone, the container ends the request by itself and lets nobody else. */
    void run() {
      try {
        emitter.send(SseEmitter.event().comment("welcome").reconnectTime(3000));
        while (!ended) {
          send(waiting.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS));
        }
        emitter.complete();
      } catch (IOException | IllegalStateException e) {
        log.debug("A browser is gone", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void send(Live.@Nullable Event event) throws IOException {
      if (event == null) {
        emitter.send(SseEmitter.event().comment("still here"));
      } else if (event != END) {
        emitter.send(SseEmitter.event().name("live").data(event, MediaType.APPLICATION_JSON));
      }
    }
  }
}
