package io.ampel.simulator;

import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The handle for whoever stages a play: make a world, let things happen, break the line, look. */
final class Control {
  private final Simulator simulator;

  Control(Simulator simulator) {
    this.simulator = simulator;
  }

  Answer answer(Request request) {
    try {
      return route(request);
    } catch (IllegalArgumentException | JacksonException | java.util.NoSuchElementException e) {
      return Answer.json(400, Json.object("message", e.getMessage()));
    }
  }

  private Answer route(Request request) {
    var body = Json.tree(request.body());
    return switch (request.method() + " " + request.path()) {
      case "POST /_control/world" -> world(body);
      case "POST /_control/change" ->
          Answer.json(200, Changes.apply(simulator.world(forge(body)), body));
      case "POST /_control/faults" -> fault(body);
      case "DELETE /_control/faults" -> {
        simulator.faults().clear();
        yield Answer.empty(204);
      }
      case "GET /_control/faults" -> Answer.json(200, simulator.faults().all());
      case "GET /_control/calls" -> Answer.json(200, simulator.calls().json());
      case "DELETE /_control/calls" -> {
        simulator.calls().clear();
        yield Answer.empty(204);
      }
      case "GET /_control/truth" -> truth();
      default ->
          Answer.json(
              404, Map.of("message", "The control knows world, change, faults, calls and truth."));
    };
  }

  private Answer world(JsonNode body) {
    if (body.path("name").asString("").equals("demo")) {
      simulator.demoWorld();
    } else {
      generate(body);
    }
    var repositories = simulator.worlds().stream().flatMap(each -> each.repositories().stream());
    var sizes = repositories.mapToInt(each -> each.pullRequests().size()).summaryStatistics();
    return Answer.json(
        200, Json.object("repositories", sizes.getCount(), "pullRequests", sizes.getSum()));
  }

  /** One world where a provider is named, otherwise all. */
  private void generate(JsonNode body) {
    var forges = body.has("provider") ? List.of(forge(body)) : List.of(Forge.values());
    simulator.newWorld();
    forges.forEach(forge ->
        simulator.generatedWorld(
            forge,
            body.path("seed").asLong(1),
            body.path("repositories").asInt(10),
            body.path("pullRequests").asInt(10)));
  }

  private static Forge forge(JsonNode body) {
    return Forge.of(body.path("provider").asString(Forge.GITHUB.word()));
  }

  private Answer fault(JsonNode body) {
    var kind =
        Fault.Kind.valueOf(body.path("kind").asString("STATUS").toUpperCase(java.util.Locale.ROOT));
    var plain = Fault.of(kind);
    var fault =
        new Fault(
            kind,
            body.path("path").asString(""),
            body.path("status").asInt(plain.status()),
            body.path("retryAfter").isMissingNode() ? null : body.path("retryAfter").asString(""),
            java.time.Duration.ofMillis(
                body.path("latencyMillis").asLong(plain.latency().toMillis())),
            body.path("probability").asDouble(1),
            body.path("count").asInt(Integer.MAX_VALUE),
            body.path("afterwards").asBoolean(false),
            body.path("location").isMissingNode() ? null : body.path("location").asString(""));
    simulator.faults().add(fault);
    return Answer.json(201, fault);
  }

  private Answer truth() {
    return Answer.json(
        200, simulator.worlds().stream().flatMap(world -> truth(world).stream()).toList());
  }

  private static List<Truth> truth(World world) {
    world.settle();
    return world.read(() ->
        world.repositories().stream()
            .flatMap(each -> each.pullRequests().stream())
            .map(Truth::of)
            .toList());
  }
}
