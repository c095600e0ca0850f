package io.ampel.provider.gitlab;

import io.ampel.provider.Access;
import io.ampel.provider.ActOutcome;
import io.ampel.provider.Deed;
import io.ampel.provider.gitlab.GitLabActs.On;
import io.ampel.provider.gitlab.GitLabGrants.Ability;
import io.ampel.pullrequest.Repository;
import java.util.Map;

/** What is done to a merge request beside commenting, reviewing and merging. */
final class GitLabDeeds {
  private final GitLabLine line;
  private final GitLabActs acts;
  private final GitLabObjections objections;
  private final GitLabPatience patience;

  GitLabDeeds(
      GitLabLine line, GitLabActs acts, GitLabObjections objections, GitLabPatience patience) {
    this.line = line;
    this.acts = acts;
    this.objections = objections;
    this.patience = patience;
  }

  ActOutcome act(On on, Deed deed) {
    return switch (deed) {
      case Deed.Withdraw _ -> acts.act(on, Ability.APPROVE, () -> withdrawn(on));
      case Deed.UpdateBranch(var headSha) ->
          acts.act(on, Ability.MERGE, () -> rebased(on, headSha));
      case Deed.Rerun(var what) -> acts.act(on, Ability.MERGE, () -> startedAgain(on, what));
      case Deed.Resolve(var talk) -> acts.act(on, Ability.COMMENT, () -> resolved(on, talk));
      case Deed.Close _ -> acts.act(on, Ability.COMMENT, () -> changed(on, "close"));
      case Deed.Reopen _ -> acts.act(on, Ability.COMMENT, () -> changed(on, "reopen"));
    };
  }

  private ActOutcome withdrawn(On on) {
    try {
      line.to(on.access()).unapprove(on.project(), on.iid());
      return new ActOutcome.Done(null);
    } catch (GitLabRefusal refusal) {
      // No approval of one's own: then an objection is meant.
      if (refusal.status() == 404) {
        return objections.withdraw(on);
      }
      throw refusal;
    }
  }

  /** Rebasing is taken on and done later; what became of it is told by the merge request. */
  private ActOutcome rebased(On on, String headSha) {
    if (!acts.isHead(on, headSha)) {
      return GitLabActs.moved();
    }
    line.to(on.access()).rebase(on.project(), on.iid());
    var after =
        patience.until(() -> acts.read(on), told -> !GitLabMapping.isTrue(told.rebaseInProgress()));
    var error = GitLabMapping.text(after.mergeError());
    return error.isEmpty() || GitLabMapping.isTrue(after.rebaseInProgress())
        ? new ActOutcome.Done(null)
        : new ActOutcome.Refused(error);
  }

  /** What a check gave for it: {@code jobs/7} or {@code pipelines/7}. */
  private ActOutcome startedAgain(On on, String what) {
    var parts = what.split("/", 2);
    if (parts.length < 2 || !parts[0].matches("jobs|pipelines") || !parts[1].matches("\\d+")) {
      throw new IllegalArgumentException("nothing to start again: " + what);
    }
    line.to(on.access()).retry(on.project(), parts[0], parts[1]);
    return new ActOutcome.Done(null);
  }

  private ActOutcome resolved(On on, String conversation) {
    line.to(on.access()).resolve(on.project(), on.iid(), conversation, Map.of("resolved", true));
    return new ActOutcome.Done(null);
  }

  private ActOutcome changed(On on, String event) {
    line.to(on.access()).change(on.project(), on.iid(), Map.of("state_event", event));
    return new ActOutcome.Done(null);
  }

  ActOutcome deleteBranch(Access access, Repository repository, String branch) {
    var on = new On(access, repository, 0);
    return acts.act(
        on,
        Ability.MERGE,
        () -> {
          try {
            line.to(access).deleteBranch(repository.externalId(), branch);
          } catch (GitLabRefusal refusal) {
            if (refusal.status() != 404 || !refusal.says("Branch")) {
              throw refusal;
            }
          }
          return new ActOutcome.Done(null);
        });
  }
}
