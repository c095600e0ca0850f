package io.ampel.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lets requests in: to the control, to pictures, or to a provider, past the faults on the way. */
final class Door implements HttpHandler {
  private static final int DRIPS = 10;
  private final Simulator simulator;
  private final Control control;

  Door(Simulator simulator) {
    this.simulator = simulator;
    this.control = new Control(simulator);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      guarded(exchange);
    }
  }

  private void guarded(HttpExchange exchange) throws IOException {
    try {
      enter(exchange);
    } catch (RuntimeException | ExceptionInInitializerError e) {
      // Whoever asked must not wait for an answer that never comes.
      System.getLogger("simulator")
          .log(System.Logger.Level.ERROR, "failed at " + exchange.getRequestURI().getPath(), e);
      send(exchange, Answer.json(500, Json.object("message", "The simulator failed: " + e)), false);
    }
  }

  private void enter(HttpExchange exchange) throws IOException {
    var request = read(exchange, simulator);
    if (request.path().startsWith("/_control")) {
      send(exchange, control.answer(request), false);
    } else if (request.path().startsWith("/avatars/")) {
      send(exchange, Avatars.answer(request.path()), false);
    } else if (forge(request) instanceof Forge forge && simulator.provider(forge).isPresent()) {
      provider(exchange, forge, request);
    } else {
      send(
          exchange,
          Answer.html(
              200,
              "<!doctype html><title>Simulator</title><p>GitHub is at <code>/github</code>, GitLab at <code>/gitlab</code>, the control at <code>/_control</code>."),
          false);
    }
  }

  private static Request read(HttpExchange exchange, Simulator simulator) throws IOException {
    var headers = new HashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    var uri = exchange.getRequestURI();
    var query = Objects.requireNonNullElse(uri.getRawQuery(), "");
    var body = exchange.getRequestBody().readAllBytes();
    return new Request(
        exchange.getRequestMethod(),
        uri.getRawPath(),
        query,
        Map.copyOf(headers),
        body,
        simulator.url());
  }

  private static @Nullable Forge forge(Request request) {
    return Arrays.stream(Forge.values())
        .filter(each -> (request.path() + "/").startsWith(each.path() + "/"))
        .findFirst()
        .orElse(null);
  }

  private void provider(HttpExchange exchange, Forge forge, Request request) throws IOException {
    var provider = simulator.provider(forge).orElseThrow();
    var inside = request.below(forge.path());
    var fault = simulator.faults().next(request.method() + " " + request.path()).orElse(null);
    if (fault == null) {
      finish(exchange, request, provider.answer(inside), false);
      return;
    }
    switch (fault.kind()) {
      case LATENCY -> finish(exchange, request, late(provider, inside, fault), false);
      case SLOW -> drip(exchange, request, provider.answer(inside), fault);
      case MALFORMED -> finish(exchange, request, provider.answer(inside).halved(), false);
      case PARTIAL -> finish(exchange, request, provider.answer(inside).partial(), false);
      case CUT -> finish(exchange, request, provider.answer(inside), true);
      case TIME_OUT -> {
        if (fault.afterwards()) {
          provider.answer(inside);
        }
        record(request, Answer.empty(0).route("time-out"));
        sleep(fault.latency());
      }
      case STATUS, HTML, PRIMARY_LIMIT, SECONDARY_LIMIT, REDIRECT -> {
        if (fault.afterwards()) {
          provider.answer(inside);
        }
        finish(exchange, request, instead(provider, inside, fault), false);
      }
    }
  }

  /** A slow way there, or a slow way back: then what is told may not be true any more. */
  private static Answer late(Provider provider, Request request, Fault fault) {
    var early = fault.afterwards() ? provider.answer(request) : null;
    sleep(fault.latency());
    return early == null ? provider.answer(request) : early;
  }

  private static Answer instead(Provider provider, Request request, Fault fault) {
    var retryAfter = Objects.requireNonNullElse(fault.retryAfter(), "");
    var status = fault.status() == 500 ? 403 : fault.status();
    var answer =
        switch (fault.kind()) {
          case PRIMARY_LIMIT -> provider.limited(request, false, status, retryAfter);
          case SECONDARY_LIMIT -> provider.limited(request, true, status, retryAfter);
          case REDIRECT ->
              Answer.empty(fault.status())
                  .header("Location", Objects.requireNonNullElse(fault.location(), "/"));
          case HTML ->
              Answer.html(
                  fault.status(),
                  "<!DOCTYPE html><html><head><title>Unicorn!</title></head><body><h1>This page is taking too long to load.</h1></body></html>");
          case STATUS, LATENCY, SLOW, CUT, MALFORMED, PARTIAL, TIME_OUT -> plain(fault);
        };
    if (!retryAfter.isEmpty()) {
      answer.header("Retry-After", retryAfter);
    }
    return answer.route("fault " + fault.kind());
  }

  private static Answer plain(Fault fault) {
    var text = fault.status() >= 500 ? "Server Error" : "Refused";
    return Answer.json(
        fault.status(), Json.object("message", text, "status", String.valueOf(fault.status())));
  }

  private void finish(HttpExchange exchange, Request request, Answer answer, boolean cut)
      throws IOException {
    record(request, answer);
    send(exchange, answer, cut);
  }

  private void drip(HttpExchange exchange, Request request, Answer answer, Fault fault)
      throws IOException {
    record(request, answer);
    var body = answer.body();
    if (body.length < DRIPS) {
      send(exchange, answer, false);
      return;
    }
    head(exchange, answer);
    exchange.sendResponseHeaders(answer.status(), body.length);
    for (var drip = 0; drip < DRIPS; drip++) {
      var from = body.length * drip / DRIPS;
      exchange.getResponseBody().write(body, from, body.length * (drip + 1) / DRIPS - from);
      exchange.getResponseBody().flush();
      sleep(fault.latency().dividedBy(DRIPS));
    }
  }

  private void record(Request request, Answer answer) {
    var forge = Objects.requireNonNull(forge(request));
    var who =
        simulator
            .provider(forge)
            .flatMap(each -> each.tokenIn(request))
            .flatMap(simulator.world(forge)::token)
            .map(Token::toString)
            .orElse("nobody");
    var route = answer.route().isEmpty() ? request.path() : answer.route();
    simulator
        .calls()
        .add(
            new Calls.Call(
                request.method() + " " + route,
                request.path(),
                answer.status(),
                answer.points(),
                answer.took(),
                who));
  }

  private static void send(HttpExchange exchange, Answer answer, boolean cut) throws IOException {
    head(exchange, answer);
    var body = answer.body();
    if (body.length == 0
        || answer.status() == 304
        || answer.status() == 204
        || exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), body.length);
    if (cut) {
      exchange.getResponseBody().write(body, 0, body.length / 2);
      exchange.getResponseBody().flush();
      throw new IOException("cut on purpose");
    }
    exchange.getResponseBody().write(body);
  }

  private static void head(HttpExchange exchange, Answer answer) {
    answer
        .headers()
        .forEach((name, value) -> exchange.getResponseHeaders().put(name, List.of(value)));
  }

  static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
