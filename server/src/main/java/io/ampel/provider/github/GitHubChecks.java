package io.ampel.provider.github;

import io.ampel.provider.github.GitHubApi.CombinedStatus.Status;
import io.ampel.provider.github.GitHubApi.Jobs.Job;
import io.ampel.provider.github.GitHubApi.WorkflowRun;
import io.ampel.provider.github.GitHubNodes.Context;
import io.ampel.provider.github.GitHubNodes.Suite;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Check.State;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * GitHub's check runs, commit statuses and workflow jobs as checks. Of equally named ones of the
 * same app and workflow only the newest counts.
 */
final class GitHubChecks {
  private static final Comparator<Reported> AGE =
      Comparator.comparingLong(Reported::id)
          .thenComparing(Reported::at, Comparator.nullsLast(Comparator.naturalOrder()));

  private GitHubChecks() {}

  record Key(String app, String workflow, String name) {}

  /** A check with what tells it apart and which of two is newer. */
  record Reported(Key key, long id, @Nullable Instant at, Check check) {
    private static final BinaryOperator<Reported> NEWER = BinaryOperator.maxBy(AGE);
  }

  static List<Check> newest(Collection<Reported> all) {
    return all.stream()
        .collect(
            Collectors.toMap(
                Reported::key, reported -> reported, Reported.NEWER, LinkedHashMap::new))
        .values()
        .stream()
        .map(Reported::check)
        .toList();
  }

  static Reported reported(Context context) {
    return "StatusContext".equals(context.typename()) ? status(context) : run(context);
  }

  private static Reported run(Context run) {
    var app = app(run.checkSuite());
    var workflow = workflow(run.checkSuite());
    var name = GitHubMapping.text(run.name());
    var id = run.databaseId() == null ? 0 : run.databaseId();
    var isCompleted = "COMPLETED".equals(run.status());
    var raw = GitHubMapping.text(isCompleted ? run.conclusion() : run.status());
    var check =
        new Check(
            name,
            workflow.isEmpty() ? app : workflow,
            state(run.status(), run.conclusion()),
            run.isRequired(),
            false,
            raw,
            run.detailsUrl(),
            run.startedAt(),
            isCompleted ? run.completedAt() : null,
            rerun(run.checkSuite()),
            appId(run.checkSuite()));
    return new Reported(new Key(app, workflow, name), id, run.startedAt(), check);
  }

  /** Only GitHub's own workflow runs can be started again from outside. */
  private static @Nullable String rerun(@Nullable Suite suite) {
    var run = suite == null ? null : suite.workflowRun();
    return run == null || run.databaseId() == null ? null : "run/" + run.databaseId();
  }

  private static String app(@Nullable Suite suite) {
    return suite == null || suite.app() == null ? "" : GitHubMapping.text(suite.app().slug());
  }

  /** Rulesets name an app by its number. */
  private static @Nullable String appId(@Nullable Suite suite) {
    var app = suite == null ? null : suite.app();
    return app == null || app.databaseId() == null ? null : app.databaseId().toString();
  }

  private static String workflow(@Nullable Suite suite) {
    var run = suite == null ? null : suite.workflowRun();
    return run == null || run.workflow() == null ? "" : GitHubMapping.text(run.workflow().name());
  }

  private static Reported status(Context status) {
    var name = GitHubMapping.text(status.context());
    var raw = GitHubMapping.text(status.contextState());
    return status(
        name, raw, status.isRequired(), status.targetUrl(), status.createdAt(), status.createdAt());
  }

  static Reported status(Status status) {
    return status(
        GitHubMapping.text(status.context()),
        GitHubMapping.text(status.state()).toUpperCase(Locale.ROOT),
        null,
        status.targetUrl(),
        status.createdAt(),
        status.updatedAt());
  }

  private static Reported status(
      String name,
      String raw,
      @Nullable Boolean required,
      @Nullable String url,
      @Nullable Instant createdAt,
      @Nullable Instant changedAt) {
    var state = statusState(raw);
    var check =
        new Check(
            name,
            "",
            state,
            required,
            false,
            raw,
            url,
            createdAt,
            state == State.QUEUED ? null : changedAt,
            null,
            null);
    return new Reported(new Key("", "", name), 0, changedAt, check);
  }

  static Reported job(WorkflowRun run, Job job) {
    return job(
        run,
        job.id(),
        GitHubMapping.text(job.name()),
        job.status(),
        job.conclusion(),
        job.htmlUrl(),
        job.startedAt(),
        job.completedAt());
  }

  /** A run that has no jobs, because it waits for an approval or never started, is one check. */
  static Reported run(WorkflowRun run) {
    return job(
        run,
        0,
        GitHubMapping.text(run.name()),
        run.status(),
        run.conclusion(),
        run.htmlUrl(),
        run.runStartedAt(),
        run.updatedAt());
  }

  private static Reported job(
      WorkflowRun run,
      long id,
      String name,
      @Nullable String status,
      @Nullable String conclusion,
      @Nullable String url,
      @Nullable Instant startedAt,
      @Nullable Instant completedAt) {
    var workflow = GitHubMapping.text(run.name());
    var upperStatus = upper(status);
    var upperConclusion = upper(conclusion);
    var isCompleted = "COMPLETED".equals(upperStatus);
    var check =
        new Check(
            name,
            workflow,
            state(upperStatus, upperConclusion),
            null,
            false,
            isCompleted ? upperConclusion : upperStatus,
            url,
            startedAt,
            isCompleted ? completedAt : null,
            "run/" + run.id(),
            null);
    return new Reported(new Key("github-actions", workflow, name), run.id(), startedAt, check);
  }

  private static String upper(@Nullable String word) {
    return GitHubMapping.text(word).toUpperCase(Locale.ROOT);
  }

  /** What a check run says of itself: first whether it is done, then how it ended. */
  static State state(@Nullable String status, @Nullable String conclusion) {
    return switch (GitHubMapping.text(status)) {
      case "COMPLETED" -> conclusion(conclusion);
      case "IN_PROGRESS" -> State.RUNNING;
      case "QUEUED", "WAITING", "PENDING", "REQUESTED" -> State.QUEUED;
      default -> State.UNKNOWN;
    };
  }

  static State conclusion(@Nullable String word) {
    return switch (GitHubMapping.text(word)) {
      case "SUCCESS" -> State.PASSED;
      case "NEUTRAL", "SKIPPED" -> State.SKIPPED;
      case "FAILURE", "TIMED_OUT", "STARTUP_FAILURE", "ERROR" -> State.FAILED;
      case "CANCELLED" -> State.CANCELLED;
      case "ACTION_REQUIRED" -> State.MANUAL;
      default -> State.UNKNOWN;
    };
  }

  static State statusState(@Nullable String word) {
    return switch (GitHubMapping.text(word)) {
      case "SUCCESS" -> State.PASSED;
      case "FAILURE", "ERROR" -> State.FAILED;
      case "PENDING", "EXPECTED" -> State.QUEUED;
      default -> State.UNKNOWN;
    };
  }

  /** The runs of each workflow that count: the newest for each event that started it. */
  static Stream<WorkflowRun> newestRuns(List<WorkflowRun> runs) {
    return runs.stream()
        .collect(
            Collectors.toMap(
                run -> List.of(GitHubMapping.text(run.name()), GitHubMapping.text(run.event())),
                run -> run,
                BinaryOperator.maxBy(Comparator.comparingLong(WorkflowRun::id)),
                LinkedHashMap::new))
        .values()
        .stream();
  }
}
