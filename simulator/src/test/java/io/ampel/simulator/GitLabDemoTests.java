package io.ampel.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GitLabDemoTests {
  private static List<PullRequest> open(World world) {
    return world.repositories().stream()
        .flatMap(each -> each.pullRequests().stream())
        .filter(PullRequest::open)
        .toList();
  }

  private static Map<String, Long> lights(World world) {
    return open(world).stream()
        .map(Truth::of)
        .collect(Collectors.groupingBy(Truth::light, Collectors.counting()));
  }

  @Test
  void hasEveryLightAndWorkThatCanBeMerged() {
    try (var simulator = Simulator.start(0)) {
      simulator.demoWorld();
      var world = simulator.world(Forge.GITLAB);
      assertThat(open(world).size()).isBetween(15, 30);
      var lights = lights(world);
      assertThat(lights).containsOnlyKeys("READY", "UNKNOWN", "WAITING", "BLOCKED");
      assertThat(lights.get("READY")).isGreaterThanOrEqualTo(3);
      assertThat(lights.get("WAITING")).isGreaterThanOrEqualTo(3);
      assertThat(lights.get("BLOCKED")).isGreaterThanOrEqualTo(3);
      var mira = world.person("mira");
      var mergeable =
          open(world).stream()
              .filter(each -> Truth.of(each).light().equals("READY"))
              .filter(each -> each.repository().role(mira).atLeast(Role.WRITE))
              .toList();
      assertThat(mergeable.size()).isGreaterThanOrEqualTo(2);
      assertThat(world.repositories().stream().map(Repository::fullName))
          .anyMatch(each -> each.chars().filter(c -> c == '/').count() > 2);
      assertThat(open(world)).anyMatch(PullRequest::crossRepository);
      assertThat(open(world)).anyMatch(each -> each.author() == null);
      assertThat(open(world)).anyMatch(each -> each.author() != null && each.author().bot());
      assertThat(open(world)).anyMatch(each -> !each.closes().isEmpty());
    }
  }

  @Test
  void isEqualAtEveryStart() {
    try (var one = Simulator.start(0);
        var other = Simulator.start(0)) {
      one.demoWorld();
      other.demoWorld();
      assertThat(described(one.world(Forge.GITLAB)))
          .isEqualTo(described(other.world(Forge.GITLAB)));
    }
  }

  private static List<String> described(World world) {
    return world.repositories().stream()
        .flatMap(each -> each.pullRequests().stream())
        .map(each -> each.id() + " " + each.title() + " " + each.headSha() + " " + Truth.of(each))
        .toList();
  }

  @Test
  void lifeGoesOnWithoutBreakingAnything() {
    try (var simulator = Simulator.start(0);
        var asker = new Asker(simulator)) {
      simulator.demoWorld();
      var world = simulator.world(Forge.GITLAB);
      var life = new Life(() -> List.of(world), Duration.ofSeconds(1));
      for (var i = 0; i < 200; i++) {
        life.beat(world);
      }
      assertThat(asker.control("GET", "truth", "").text()).contains("lumen-cloud/status");
    }
  }

  @Test
  void aGeneratedWorldHasGroupsInGroups() {
    try (var simulator = Simulator.start(0)) {
      var world = simulator.generatedWorld(Forge.GITLAB, 5, 9, 4);
      assertThat(world.repositories().size()).isEqualTo(9);
      assertThat(world.repositories().stream().map(Repository::fullName))
          .contains("acme/api-1", "acme/platform/web-2", "acme/platform/core/billing-3");
      var noor = world.person("noor");
      assertThat(world.repository("acme/platform/core/billing-3").role(noor)).isEqualTo(Role.READ);
      assertThat(lights(world).keySet()).contains("READY", "BLOCKED");
    }
  }

  @Test
  void whatOnlyGitLabKnowsCanBeStaged() {
    try (var simulator = Simulator.start(0);
        var asker = new Asker(simulator)) {
      var project = simulator.world(Forge.GITLAB).repository("acme/platform/api");
      project.pullRequest(1).check("build", CheckState.PASSED);
      project.pullRequest(2);
      var asked = Map.of("provider", "gitlab", "repository", "acme/platform/api", "number", 1);
      assertThat(change(asker, asked, "what", "blockedBy", "other", 2)).contains("WAITING");
      assertThat(change(asker, asked, "what", "titleMustMatch", "regex", "^fix"))
          .contains("acme/platform/api");
      assertThat(change(asker, asked, "what", "securityPolicy", "outcome", "failed"))
          .contains("BLOCKED");
      assertThat(change(asker, asked, "what", "push")).contains("head");
      assertThat(change(asker, asked, "what", "pipelineOfOlderHead"))
          .contains("UNKNOWN pipeline of an older commit");
      assertThat(change(asker, asked, "what", "tier", "tier", "free")).contains("tier");
      assertThat(change(asker, asked, "what", "dance")).contains("nothing known happens");
      var truth = asker.control("GET", "truth", "").json();
      assertThat(truth.valueStream().map(each -> each.path("provider").asString()))
          .containsOnly("gitlab");
    }
  }

  private static String change(Asker asker, Map<String, ?> asked, Object... more) {
    var body = new java.util.HashMap<String, Object>(asked);
    for (var i = 0; i < more.length; i += 2) {
      body.put(String.valueOf(more[i]), more[i + 1]);
    }
    return asker.control("POST", "change", body).text();
  }
}
