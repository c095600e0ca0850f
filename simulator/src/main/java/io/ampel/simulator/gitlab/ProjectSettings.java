package io.ampel.simulator.gitlab;

import io.ampel.simulator.Branch;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Rules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a GitLab project demands before something is merged, and how its jobs are meant. Rules of
 * the shared model count too: named checks mean that pipelines must succeed, being strict means
 * merging only what is up to date.
 */
public final class ProjectSettings {
  /** How commits reach the target branch. */
  public enum MergeMethod {
    MERGE,
    REBASE_MERGE,
    FF;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Whether commits are squashed. */
  public enum Squash {
    NEVER,
    ALWAYS,
    DEFAULT_ON,
    DEFAULT_OFF;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** So many approvals of these people, or of anybody who may where nobody is named. */
  record ApprovalRule(String name, int required, List<Person> people) {}

  /** How the pipeline file speaks of a job. */
  record JobKind(String stage, boolean allowFailure, boolean manual) {
    static final JobKind USUAL = new JobKind("", false, false);
  }

  private final Repository repository;
  private final Map<String, JobKind> jobs = new LinkedHashMap<>();
  private final Map<String, Person> locks = new LinkedHashMap<>();
  private final List<ApprovalRule> approvalRules = new ArrayList<>(0);
  private boolean pipelinesMustSucceed;
  private boolean skippedIsFine;
  private boolean mergedResults;
  private boolean statusChecksMustPass;
  private boolean mergeRequestsOff;
  private MergeMethod mergeMethod = MergeMethod.MERGE;
  private Squash squash = Squash.DEFAULT_OFF;
  private @Nullable String titleRegex;
  private @Nullable String jiraKey;

  private ProjectSettings(Repository repository) {
    this.repository = repository;
  }

  public static ProjectSettings of(Repository repository) {
    return repository.extra(ProjectSettings.class, () -> new ProjectSettings(repository));
  }

  public ProjectSettings mergeMethod(MergeMethod method) {
    mergeMethod = method;
    return this;
  }

  MergeMethod mergeMethod() {
    var rules = rules(repository.defaultBranch());
    if (rules.linearHistory()) {
      return MergeMethod.FF;
    }
    return rules.isStrict() && mergeMethod == MergeMethod.MERGE
        ? MergeMethod.REBASE_MERGE
        : mergeMethod;
  }

  public ProjectSettings squash(Squash how) {
    squash = how;
    return this;
  }

  Squash squash() {
    return squash;
  }

  public ProjectSettings pipelinesMustSucceed() {
    pipelinesMustSucceed = true;
    return this;
  }

  public ProjectSettings skippedPipelinesAreFine() {
    skippedIsFine = true;
    return this;
  }

  boolean skippedIsFine() {
    return skippedIsFine;
  }

  /** Pipelines run on the result of the merge, so their commit is none of the branch. */
  public ProjectSettings mergedResultPipelines() {
    mergedResults = true;
    return this;
  }

  boolean mergedResults() {
    return mergedResults;
  }

  public ProjectSettings statusChecksMustPass() {
    statusChecksMustPass = true;
    return this;
  }

  boolean statusChecksMustPass(Instance instance) {
    return statusChecksMustPass && instance.paid();
  }

  public ProjectSettings titleMustMatch(String regex) {
    titleRegex = regex;
    return this;
  }

  @Nullable String titleRegex() {
    return titleRegex;
  }

  /** Titles or descriptions must name an issue of this Jira project. */
  public ProjectSettings jiraIssueRequired(String key) {
    jiraKey = key;
    return this;
  }

  @Nullable String jiraKey() {
    return jiraKey;
  }

  /** Somebody keeps a path to themselves. */
  public ProjectSettings lock(String path, String login) {
    locks.put(path, repository.world().person(login));
    return this;
  }

  Map<String, Person> locks() {
    return locks;
  }

  public ProjectSettings mergeRequestsOff() {
    mergeRequestsOff = true;
    return this;
  }

  boolean mergeRequestsEnabled() {
    return !mergeRequestsOff;
  }

  public ProjectSettings approvalRule(String name, int required, String... logins) {
    var people = List.of(logins).stream().map(repository.world()::person).toList();
    approvalRules.add(new ApprovalRule(name, required, people));
    return this;
  }

  List<ApprovalRule> approvalRules() {
    return approvalRules;
  }

  /** Jobs of these names may fail without turning the pipeline red. */
  public ProjectSettings allowFailure(String... names) {
    for (var name : names) {
      var known = job(name);
      jobs.put(name, new JobKind(known.stage(), true, known.manual()));
    }
    return this;
  }

  /** A job that somebody must start; it holds the pipeline back when it is blocking. */
  public ProjectSettings manualJob(String name, boolean blocking) {
    jobs.put(name, new JobKind(job(name).stage(), !blocking, true));
    return this;
  }

  public ProjectSettings stage(String stage, String... names) {
    for (var name : names) {
      var known = job(name);
      jobs.put(name, new JobKind(stage, known.allowFailure(), known.manual()));
    }
    return this;
  }

  JobKind job(String name) {
    return jobs.getOrDefault(name, JobKind.USUAL);
  }

  Rules rules(String branch) {
    return repository.findBranch(branch).map(Branch::rules).orElse(Rules.none());
  }

  boolean demandsPipelines(PullRequest pr) {
    return pipelinesMustSucceed || !rules(pr.base()).checks().isEmpty();
  }

  boolean demandsPipelines() {
    return pipelinesMustSucceed || !rules(repository.defaultBranch()).checks().isEmpty();
  }

  boolean conversationsMustBeResolved(PullRequest pr) {
    return rules(pr.base()).conversations();
  }

  boolean trains(Instance instance) {
    return instance.paid() && rules(repository.defaultBranch()).queue();
  }
}
