package io.ampel.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A world of any size from a seed: equal seeds and sizes give equal worlds. */
final class GeneratedWorld {
  private static final List<String> NOUNS =
      List.of(
          "api", "web", "billing", "search", "mobile", "auth", "docs", "infra", "ledger",
          "gateway");
  private static final List<String> VERBS =
      List.of("Fix", "Add", "Remove", "Simplify", "Speed up", "Document", "Upgrade", "Test");
  private static final List<String> PEOPLE = List.of("ben", "lena", "tariq", "mira", "noor");

  private final World world;
  private final Random random;

  private GeneratedWorld(World world, long seed) {
    this.world = world;
    this.random = new Random(seed);
  }

  static void fill(World world, long seed, int repositories, int pullRequests) {
    var generated = new GeneratedWorld(world, seed);
    world.change(() -> {
      for (var i = 0; i < repositories; i++) {
        generated.repository(i, pullRequests);
      }
      return world;
    });
  }

  private void repository(int index, int pullRequests) {
    var name = owner(index) + "/" + NOUNS.get(index % NOUNS.size()) + "-" + (index + 1);
    var repository =
        world
            .repository(name)
            .visibility(random.nextInt(4) == 0 ? Visibility.PUBLIC : Visibility.PRIVATE);
    if (random.nextInt(3) > 0) {
      repository.protect(Rules.none().approvals(1).checks("build"));
    }
    for (var number = 1; number <= pullRequests; number++) {
      pullRequest(repository, number);
    }
  }

  /** Where groups lie in groups, two of three repositories are deeper inside. */
  private String owner(int index) {
    if (world.forge() != Forge.GITLAB || index % 3 == 0) {
      return Tokens.ORGANIZATION;
    }
    return Tokens.ORGANIZATION + (index % 3 == 1 ? "/platform" : "/platform/core");
  }

  private void pullRequest(Repository repository, int number) {
    var verb = VERBS.get(random.nextInt(VERBS.size()));
    var noun = NOUNS.get(random.nextInt(NOUNS.size()));
    var pr =
        repository
            .pullRequest(number)
            .title(verb + " " + noun + " handling")
            .author(PEOPLE.get(random.nextInt(3)))
            .age(Duration.ofMinutes(1 + random.nextInt(30_000)));
    pr.check("build", state()).check("test", state());
    switch (random.nextInt(10)) {
      case 0 -> pr.draft();
      case 1 -> pr.conflicting();
      case 2 -> pr.requestChanges(reviewer(pr), "Please add a test.");
      case 3 -> pr.requestReview(reviewer(pr));
      default -> pr.approve(reviewer(pr));
    }
    if (world.forge() == Forge.BITBUCKET && number % 9 == 0) {
      pr.task("mira", "Say it in the changelog");
    }
    pr.updated(Duration.ofMinutes(random.nextInt(5_000)));
  }

  private String reviewer(PullRequest pr) {
    var author = pr.author();
    return author != null && author.login().equals("mira") ? "tariq" : "mira";
  }

  private CheckState state() {
    return switch (random.nextInt(12)) {
      case 0 -> CheckState.FAILED;
      case 1 -> CheckState.SKIPPED;
      default -> CheckState.PASSED;
    };
  }
}
