package io.ampel.simulator.github;

import io.ampel.simulator.CheckApp;
import io.ampel.simulator.CheckRun;
import io.ampel.simulator.Commit;
import io.ampel.simulator.CommitStatus;
import io.ampel.simulator.PullRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that was reported on a head commit, seen from its pull request. */
record Rollup(PullRequest pullRequest, Commit commit) {
  /** A check run or a commit status. */
  sealed interface Context {
    PullRequest pullRequest();

    String name();

    /** Null for a commit status. */
    @Nullable CheckApp app();
  }

  record Check(PullRequest pullRequest, CheckRun run) implements Context {
    @Override
    public String name() {
      return run.name();
    }

    @Override
    public CheckApp app() {
      return run.app();
    }
  }

  record Status(PullRequest pullRequest, CommitStatus status) implements Context {
    @Override
    public String name() {
      return status.context();
    }

    @Override
    public @Nullable CheckApp app() {
      return null;
    }
  }

  /**
   * Runs first, oldest first, replaced ones included; of statuses only the newest of each context.
   */
  List<Context> contexts() {
    var contexts = new ArrayList<Context>(commit.checks().size());
    commit.checks().forEach(each -> contexts.add(new Check(pullRequest, each)));
    commit.latestStatuses().forEach(each -> contexts.add(new Status(pullRequest, each)));
    return contexts;
  }

  /** How many contexts are in one state. */
  record Count(String state, long count) {}

  static List<Count> counts(List<String> states) {
    return states.stream()
        .distinct()
        .map(each -> new Count(each, states.stream().filter(each::equals).count()))
        .toList();
  }
}
