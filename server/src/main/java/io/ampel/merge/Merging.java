package io.ampel.merge;

import io.ampel.act.Reach;
import io.ampel.act.Rereading;
import io.ampel.identity.Audit;
import io.ampel.identity.Person;
import io.ampel.provider.Access;
import io.ampel.provider.ActOutcome;
import io.ampel.provider.Connectors;
import io.ampel.provider.MergeOrder;
import io.ampel.provider.MergeOutcome;
import io.ampel.provider.ProviderFailure;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.PullRequests.Stored;
import io.ampel.pullrequest.TrafficLight;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Merges one pull request: reads it again, judges it, asks the provider once with the commit the
 * person saw, and finds out what came of it.
 */
@Component
class Merging {
  private final MergeAttempts attempts;
  private final Reach reach;
  private final Rereading rereading;
  private final Connectors connectors;
  private final MergePolicy policy;
  private final Strategies strategies;
  private final MergeText text;
  private final Audit audit;
  private final TransactionTemplate transaction;
  private final MergeFigures figures;

  Merging(
      MergeAttempts attempts,
      Reach reach,
      Rereading rereading,
      Connectors connectors,
      MergePolicy policy,
      Strategies strategies,
      MergeText text,
      Audit audit,
      TransactionTemplate transaction,
      MergeFigures figures) {
    this.attempts = attempts;
    this.reach = reach;
    this.rereading = rereading;
    this.connectors = connectors;
    this.policy = policy;
    this.strategies = strategies;
    this.text = text;
    this.audit = audit;
    this.transaction = transaction;
    this.figures = figures;
  }

  /**
   * One attempt that has its lock. Should it break off without an answer, the lock stays until the
   * settling task has read what became of it.
   */
  MergeAnswer run(UUID attempt, Person person, Access access, Stored seen, MergeRequest request) {
    var answer = attempt(attempt, person, access, seen, request);
    transaction.executeWithoutResult(_ -> {
      attempts.finish(attempt, answer);
      record(person, seen, request, answer);
    });
    figures.ended(answer);
    return answer;
  }

  private MergeAnswer attempt(
      UUID attempt, Person person, Access access, Stored seen, MergeRequest request) {
    var read = rereading.withRequirements(seen, access);
    if (read instanceof Rereading.Result.Failed(var why)) {
      return MergeAnswer.refused(text.of("unread", why));
    }
    var now = ((Rereading.Result.Read) read).pullRequest();
    var obstacle = obstacle(person, now, request);
    if (obstacle != null) {
      return obstacle;
    }
    attempts.asking(attempt, now.light(), now.light() != TrafficLight.READY);
    return ask(access, now, request);
  }

  private @Nullable MergeAnswer obstacle(Person person, Stored now, MergeRequest request) {
    if (now.facts().state() != PullRequest.State.OPEN) {
      return MergeAnswer.refused(text.of("notOpen." + now.facts().state()));
    }
    if (!now.facts().headSha().equals(request.headSha())) {
      return MergeAnswer.headMoved(text.of("headMoved", shortened(now.facts().headSha())));
    }
    var refusal = MergeAnswer.refused(text.of("notReady", text.why(now)));
    if (now.light() == TrafficLight.READY || isConfirmed(person, now, request, refusal.message())) {
      return null;
    }
    return policy.mayConfirm(now) ? refusal.confirmableBy(UUID.randomUUID()) : refusal;
  }

  /** The second step counts only where it would be offered, for the same reasons, and once. */
  private boolean isConfirmed(Person person, Stored now, MergeRequest request, String why) {
    var confirmation = request.confirmation();
    return confirmation != null
        && policy.mayConfirm(now)
        && attempts.confirm(confirmation, now.id(), person.id(), request.headSha(), why);
  }

  private MergeAnswer ask(Access access, Stored now, MergeRequest request) {
    var order =
        new MergeOrder(
            request.headSha(),
            Strategies.chosen(request, strategies.of(now)),
            request.title(),
            request.message(),
            request.deleteBranch());
    MergeOutcome outcome;
    try {
      outcome =
          connectors
              .of(now.repository())
              .merge(access, now.repository(), now.facts().number(), order);
    } catch (ProviderFailure e) {
      reach.failed(access, e.problem());
      return MergeAnswer.refused(text.of("notAsked", Rereading.words(e.problem())));
    }
    return switch (outcome) {
      case MergeOutcome.Merged merged -> {
        rereading.of(now, access);
        yield merged(access, now, request, merged);
      }
      case MergeOutcome.Accepted(var words) -> awaited(access, now, request, words);
      case MergeOutcome.Refused(var words) -> {
        rereading.of(now, access);
        yield MergeAnswer.refused(text.of("refused", words));
      }
      case MergeOutcome.HeadMoved(var words) -> {
        rereading.of(now, access);
        yield MergeAnswer.headMoved(text.of("headMovedAtProvider", words));
      }
      case MergeOutcome.NotPermitted(var words, var missing) ->
          MergeAnswer.notPermitted(text.of("notPermitted", words, String.join(", ", missing)));
      case MergeOutcome.Unknown(var words) -> verify(access, now, request, words);
    };
  }

  /** Where the provider cannot be held to a commit, merging another one is said loudly. */
  private MergeAnswer merged(
      Access access, Stored now, MergeRequest request, MergeOutcome.Merged merged) {
    if (merged.otherHead() != null) {
      return MergeAnswer.merged(
          text.of("mergedOther", shortened(merged.otherHead()), shortened(request.headSha())),
          merged.commit());
    }
    return merged.branchDeleted()
        ? MergeAnswer.merged(text.of("mergedBranchDeleted"), merged.commit())
        : afterMerge(access, now, request, merged.commit());
  }

  /** The provider merges in its own time: said as merged only once it shows so. */
  private MergeAnswer awaited(Access access, Stored now, MergeRequest request, String words) {
    return rereading.untilEnded(now, access) instanceof Rereading.Result.Read(var read)
            && read.facts().state() == PullRequest.State.MERGED
        ? afterMerge(access, read, request, null)
        : MergeAnswer.unknown(text.of("accepted", words));
  }

  /** No answer: what the provider shows now decides, and nothing is sent a second time. */
  private MergeAnswer verify(Access access, Stored now, MergeRequest request, String words) {
    return switch (rereading.untilEnded(now, access)) {
      case Rereading.Result.Read(var read) when read.facts().state() == PullRequest.State.MERGED ->
          afterMerge(access, read, request, null);
      case Rereading.Result.Read _ -> MergeAnswer.unknown(text.of("unknownStillOpen", words));
      case Rereading.Result.Failed _ -> MergeAnswer.unknown(text.of("unknown", words));
    };
  }

  MergeAnswer afterMerge(Access access, Stored now, MergeRequest request, @Nullable String commit) {
    if (!request.deleteBranch()) {
      return MergeAnswer.merged(text.of("merged"), commit);
    }
    return MergeAnswer.merged(text.of(deleteBranch(access, now)), commit);
  }

  private String deleteBranch(Access access, Stored now) {
    var branch = now.facts().sourceBranch();
    if (now.facts().fork() || branch.equals(now.repository().defaultBranch())) {
      return "mergedBranchKept";
    }
    var outcome = connectors.of(now.repository()).deleteBranch(access, now.repository(), branch);
    return outcome instanceof ActOutcome.Done ? "mergedBranchDeleted" : "mergedBranchKept";
  }

  private void record(Person person, Stored seen, MergeRequest request, MergeAnswer answer) {
    var details = new LinkedHashMap<String, Object>();
    details.put("repository", seen.repository().fullName());
    details.put("number", seen.facts().number());
    details.put("head", request.headSha());
    details.put("answer", answer.outcome().name());
    if (request.confirmation() != null) {
      details.put("confirmed", true);
    }
    audit.record(
        person.id(), "pull-request.merged", "pull-request", seen.id(), told(answer), details);
  }

  static Audit.Outcome told(MergeAnswer answer) {
    return switch (answer.outcome()) {
      case MERGED -> Audit.Outcome.DONE;
      case UNKNOWN -> Audit.Outcome.UNKNOWN;
      case REFUSED, HEAD_MOVED, NOT_PERMITTED -> Audit.Outcome.REFUSED;
    };
  }

  private static String shortened(String sha) {
    return sha.substring(0, Math.min(8, sha.length()));
  }
}
