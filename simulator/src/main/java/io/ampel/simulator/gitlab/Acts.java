package io.ampel.simulator.gitlab;

import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Role;
import io.ampel.simulator.Verdict;
import io.ampel.simulator.World;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What can be done with a merge request, whichever way it is asked for. */
final class Acts {
  private Acts() {}

  /** How a merge is wanted. */
  record Order(
      @Nullable Boolean squash,
      boolean removeSourceBranch,
      @Nullable String message,
      @Nullable String squashMessage) {
    static final Order USUAL = new Order(null, false, null, null);
  }

  /** Those that wait to merge themselves, by world. */
  private static final class Armed {
    private final Set<PullRequest> waiting = ConcurrentHashMap.newKeySet();
  }

  // --- merging
  // --------------------------------------------------------------------------------------------

  /** Merges, now or after a while; false when it failed at once. */
  static boolean merge(PullRequest pr, Person by, Order order, Instance instance) {
    var facts = MergeRequest.of(pr);
    var squash = order.squash();
    if (squash != null) {
      facts.squashes(squash);
    }
    facts.mergeError(null);
    if (instance.mergesTake().isZero()) {
      finish(pr, by, order, instance);
      return pr.state() == PullRequest.State.MERGED;
    }
    facts.merging(true);
    world(pr).later(instance.mergesTake(), () -> finish(pr, by, order, instance));
    return true;
  }

  private static World world(PullRequest pr) {
    return pr.repository().world();
  }

  private static void finish(PullRequest pr, Person by, Order order, Instance instance) {
    var facts = MergeRequest.of(pr);
    var why = facts.failsWith();
    facts.merging(false);
    if (why != null) {
      facts.mergeError(why).failsToMerge(null);
      return;
    }
    var project = pr.repository();
    var deletes = project.deletesBranchOnMerge();
    project.deletesBranchOnMerge(false);
    pr.merge(by, method(pr), message(pr, order));
    project.deletesBranchOnMerge(deletes);
    if (deletes || order.removeSourceBranch() || facts.removesSourceBranch()) {
      world(pr).later(instance.deletionsTake(), () -> deleteSourceBranch(pr));
    }
  }

  private static void deleteSourceBranch(PullRequest pr) {
    var source = pr.headRepository();
    if (source != null) {
      source.deleteBranch(pr.headRef());
    }
  }

  private static MergeMethod method(PullRequest pr) {
    if (MergeRequest.of(pr).squashes()) {
      return MergeMethod.SQUASH;
    }
    var way = ProjectSettings.of(pr.repository()).mergeMethod();
    return way == ProjectSettings.MergeMethod.FF ? MergeMethod.REBASE : MergeMethod.MERGE;
  }

  private static String message(PullRequest pr, Order order) {
    var chosen = method(pr) == MergeMethod.SQUASH ? order.squashMessage() : order.message();
    return chosen == null || chosen.isBlank() ? usualMessage(pr) : chosen;
  }

  static String usualMessage(PullRequest pr) {
    return "Merge branch '%s' into '%s'\n\n%s\n\nSee merge request %s!%d"
        .formatted(
            pr.headRef(),
            pr.base(),
            MergeRequest.of(pr).title(),
            pr.repository().fullName(),
            pr.number());
  }

  /** Lets it merge itself as soon as every check comes round. */
  static void arm(PullRequest pr, Person by) {
    pr.armAutoMerge(by, method(pr));
    armed(world(pr)).waiting.add(pr);
  }

  private static Armed armed(World world) {
    return world.extra(Armed.class, Armed::new);
  }

  /** Merges what has been waiting for its checks and got them. */
  static void mergeArmed(World world, Instance instance) {
    var waiting = armed(world).waiting;
    if (!waiting.isEmpty()) {
      world.change(() -> waiting.removeIf(each -> settled(each, instance)));
    }
  }

  private static boolean settled(PullRequest pr, Instance instance) {
    var order = pr.autoMerge();
    if (order == null || !pr.open()) {
      return true;
    }
    if (!Mergeability.of(pr, instance).mergeable()) {
      return false;
    }
    merge(pr, order.by(), Order.USUAL, instance);
    return true;
  }

  // --- reviews
  // --------------------------------------------------------------------------------------------

  static boolean mayApprove(PullRequest pr, @Nullable Person person, Instance instance) {
    return person != null
        && pr.open()
        && pr.repository().role(person).atLeast(Role.WRITE)
        && !(instance.paid() && person.equals(pr.author()))
        && !approved(pr, person, instance);
  }

  static boolean approved(PullRequest pr, @Nullable Person person, Instance instance) {
    return person != null && Approvals.of(pr, instance).given().containsKey(person);
  }

  static void approve(PullRequest pr, Person person) {
    pr.review(person, Verdict.APPROVED, "", pr.headSha());
  }

  /** Whether there was an approval to take back. */
  static boolean unapprove(PullRequest pr, Person person, Instance instance) {
    if (!approved(pr, person, instance)) {
      return false;
    }
    pr.withdrawReview(person);
    return true;
  }

  static void requestChanges(PullRequest pr, Person person) {
    pr.review(person, Verdict.CHANGES_REQUESTED, "", pr.headSha());
  }

  static boolean mayUpdate(PullRequest pr, @Nullable Person person) {
    return person != null
        && !pr.repository().archived()
        && (person.equals(pr.author()) || pr.repository().role(person).atLeast(Role.WRITE));
  }

  // --- branches
  // -------------------------------------------------------------------------------------------

  static boolean mayPush(PullRequest pr, @Nullable Person person) {
    var source = pr.headRepository();
    return person != null
        && source != null
        && (source.role(person).atLeast(Role.WRITE)
            || pr.crossRepository() && pr.repository().role(person).atLeast(Role.WRITE));
  }

  /** Brings the branch up to date, now or after a while; conflicts are told afterwards. */
  static void rebase(PullRequest pr, Person by, Instance instance) {
    var facts = MergeRequest.of(pr);
    facts.mergeError(null);
    facts.rebasing(true);
    world(pr)
        .later(
            instance.rebasesTake(),
            () -> {
              facts.rebasing(false);
              if (pr.mergeability() == PullRequest.Mergeability.CONFLICTING) {
                facts.mergeError(
                    "Rebase failed: Rebase locally, resolve all conflicts, then push the branch.");
              } else {
                pr.updateBranch(by);
              }
            });
  }

  /** New runs of the jobs that did not go well; the same pipeline. */
  static void retry(PullRequest pr, Pipeline pipeline) {
    var again =
        pipeline.latestJobs().stream()
            .filter(each -> Set.of("failed", "canceled").contains(each.status()))
            .map(Job::id)
            .toList();
    pr.rerun(each -> again.contains(each.id()));
  }

  static Optional<Job> retry(PullRequest pr, Job job) {
    pr.rerun(each -> each.id() == job.id());
    return Pipeline.ofHead(pr)
        .flatMap(each ->
            each.latestJobs().stream().filter(now -> now.name().equals(job.name())).findFirst());
  }

  /** Whatever a title says of a draft is what it is. */
  static void title(PullRequest pr, String title) {
    var draft = title.matches("(?is)^\\s*(\\[draft]|\\(draft\\)|draft:).*");
    pr.title(title.replaceFirst("(?is)^\\s*(\\[draft]|\\(draft\\)|draft:)\\s*", ""));
    if (draft != pr.isDraft()) {
      var _ = draft ? pr.draft() : pr.ready();
    }
  }
}
