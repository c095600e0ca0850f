package io.ampel.provider.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.gitlab.GitLabRecords.ClosedIssue;
import io.ampel.pullrequest.LinkedIssue;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.Simulator;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

class GitLabIssuesTests {
  private final Simulator simulator = Simulator.start(0);
  private final Lab lab = new Lab(simulator.gitlabBase());

  @AfterEach
  void end() {
    simulator.close();
  }

  @Test
  void thoseOfTheProjectOfAnotherAndOfAnotherTracker() {
    var base = URI.create("https://git.acme.example");
    var repository = new Lab(base).repository("7", "acme/shop");
    List<ClosedIssue> told = Told.recorded("issues-that-a-merge-closes", new TypeReference<>() {});
    assertThat(told.stream().map(issue -> GitLabIssues.issue(base, repository, 3, issue)))
        .containsExactly(
            new LinkedIssue(
                "acme/shop",
                "#6",
                "Login forgets the language",
                "https://git.acme.example/acme/shop/-/issues/6",
                true),
            new LinkedIssue(
                "platform/tools/deploy",
                "#2",
                "Ship it",
                "https://git.acme.example/platform/tools/deploy/-/issues/2",
                false),
            new LinkedIssue(
                "acme/shop",
                "SHOP-123",
                "Title in the other tracker",
                "https://git.acme.example/acme/shop/-/merge_requests/3",
                null));
  }

  @Test
  void onlyACloserLookAsksForThem() {
    var world = simulator.world(Forge.GITLAB);
    var other = world.repository("acme/tools").issue(4, "Speed up the runner");
    var project = world.repository("acme/shop");
    project.pullRequest("Cache it").closes(project.issue(1, "Slow")).closes(other);
    var access = lab.access(GitLabTokens.DEVELOPER);
    var repository = lab.repository(access, "acme/shop");
    var seen = lab.seen(access, repository).open().getFirst();

    var plain = new Wanted(repository, seen.externalId(), seen.number());
    assertThat(lab.read(access, plain).facts().issues()).isNull();
    assertThat(asked()).isZero();

    var close = new Wanted(repository, seen.externalId(), seen.number(), true);
    assertThat(lab.read(access, close).facts().issues())
        .extracting(LinkedIssue::repository, LinkedIssue::key, LinkedIssue::title)
        .containsExactly(
            tuple("acme/shop", "#1", "Slow"), tuple("acme/tools", "#4", "Speed up the runner"));
    assertThat(asked()).isOne();

    simulator.faults().add(Fault.status(500).on("closes_issues"));
    assertThat(lab.read(access, close).facts().issues()).as("nothing else is lost").isNull();
  }

  private long asked() {
    return simulator.calls().recent().stream()
        .filter(call -> call.path().contains("closes_issues"))
        .count();
  }
}
