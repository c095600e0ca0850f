package io.ampel.bench;

import io.ampel.simulator.Forge;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A simulated provider in a process of its own, so that what it takes is known apart. */
final class SimulatorProcess implements AutoCloseable {
  private static final List<String> OPTIONS =
      List.of("-XX:+UseCompactObjectHeaders", "-Xmx4g", "--enable-native-access=ALL-UNNAMED");

  private final Program program;
  private final Forge forge;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();

  private SimulatorProcess(Program program, Forge forge) throws IOException {
    this.program = program;
    this.forge = forge;
    this.address = URI.create(program.await(MeasuredSimulator.READY));
  }

  /** Without limits at first. */
  static SimulatorProcess start(BenchHome home, World world) throws IOException {
    var program =
        Program.start(
            home,
            MeasuredSimulator.class,
            OPTIONS,
            Map.of(),
            world.forge().name(),
            String.valueOf(world.repositories()),
            String.valueOf(world.pullRequests()),
            String.valueOf(world.perPullRequest().toMillis()));
    return new SimulatorProcess(program, world.forge());
  }

  /**
   * What a provider holds.
   *
   * @param pullRequests open ones in each repository
   * @param perPullRequest the time that the provider takes for each whose state it works out
   */
  record World(Forge forge, int repositories, int pullRequests, Duration perPullRequest) {
    int allPullRequests() {
      return repositories * pullRequests;
    }
  }

  /** Where the provider is reached. */
  URI base() {
    return address.resolve(forge.path());
  }

  ProcessHandle handle() {
    return program.handle();
  }

  /** Budgets become those of the real one, unspent, or endless. */
  void limits(boolean real) throws IOException {
    program.tell(MeasuredSimulator.LIMITS + " " + real);
    program.await(MeasuredSimulator.LIMITED);
  }

  /** Every call takes that long on its way. */
  void latency(Duration time) throws IOException, InterruptedException {
    post("faults", Map.of("kind", "LATENCY", "latencyMillis", time.toMillis()));
  }

  /** Something happens in the simulated world. */
  void change(String what, String repository, int number, Map<String, String> more)
      throws IOException, InterruptedException {
    var change = new java.util.HashMap<String, Object>(more);
    change.put("provider", forge.word());
    change.put("what", what);
    change.put("repository", repository);
    change.put("number", number);
    post("change", change);
  }

  /** What has been asked of the provider so far. */
  Asked asked() throws IOException, InterruptedException {
    return Asked.of(send(control("calls").GET()));
  }

  /** Every pull request as it should be shown. */
  JsonNode truth() throws IOException, InterruptedException {
    return send(control("truth").GET());
  }

  private void post(String path, Object body) throws IOException, InterruptedException {
    send(control(path).POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body))));
  }

  private HttpRequest.Builder control(String path) {
    return HttpRequest.newBuilder(address.resolve("/_control/" + path));
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException("the simulator answered " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body());
  }

  @Override
  public void close() {
    http.close();
    program.close();
  }
}
