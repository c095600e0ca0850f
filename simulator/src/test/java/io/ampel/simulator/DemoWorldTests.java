package io.ampel.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DemoWorldTests {
  private static List<PullRequest> open(World world) {
    return world.repositories().stream()
        .flatMap(each -> each.pullRequests().stream())
        .filter(PullRequest::open)
        .toList();
  }

  @Test
  void hasAllLightsAndEnoughOfThem() {
    try (var simulator = Simulator.start(0)) {
      var world = simulator.demoWorld();
      var lights =
          open(world).stream()
              .map(Truth::of)
              .collect(Collectors.groupingBy(Truth::light, Collectors.counting()));
      assertThat(open(world).size()).isGreaterThanOrEqualTo(36);
      assertThat(lights).containsOnlyKeys("READY", "UNKNOWN", "WAITING", "BLOCKED");
      assertThat(world.repositories().size()).isGreaterThanOrEqualTo(12);
      var mira = world.person("mira");
      var mergeable =
          open(world).stream()
              .filter(each -> Truth.of(each).light().equals("READY"))
              .filter(each ->
                  each.repository().role(mira).atLeast(Role.WRITE) && !each.repository().archived())
              .toList();
      assertThat(mergeable.size()).isGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void isEqualAtEveryStart() {
    try (var one = Simulator.start(0);
        var other = Simulator.start(0)) {
      assertThat(described(one.demoWorld())).isEqualTo(described(other.demoWorld()));
      assertThat(described(one.generatedWorld(5, 20, 10)))
          .isEqualTo(described(other.generatedWorld(5, 20, 10)));
      assertThat(described(one.generatedWorld(6, 20, 10))).isNotEqualTo(described(other.world()));
    }
  }

  private static List<String> described(World world) {
    return world.repositories().stream()
        .flatMap(each -> each.pullRequests().stream())
        .map(each ->
            each.id()
                + " "
                + each.repository().fullName()
                + " #"
                + each.number()
                + " "
                + each.title()
                + " "
                + each.headSha()
                + " "
                + Truth.of(each))
        .toList();
  }
}
