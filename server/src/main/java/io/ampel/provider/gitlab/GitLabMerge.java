package io.ampel.provider.gitlab;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ampel.platform.Unreachable;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.MergeOrder;
import io.ampel.provider.MergeOutcome;
import io.ampel.provider.NoAnswer;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.gitlab.GitLabActs.On;
import io.ampel.provider.gitlab.GitLabGrants.Ability;
import io.ampel.provider.gitlab.GitLabRecords.MergeRequest;
import io.ampel.pullrequest.PullRequest.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClientException;

/**
 * Merges the commit that the person saw and no other. What GitLab does later is waited for a
 * little; why it refused is read from the merge request, because its answers do not say.
 */
final class GitLabMerge {
  private final GitLabLine line;
  private final GitLabPatience patience;
  private final GitLabGrants grants;
  private final Cache<Home, Boolean> trains =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(5)).maximumSize(10_000).build();

  private record Home(java.util.UUID instance, String project) {}

  GitLabMerge(GitLabLine line, GitLabPatience patience, GitLabGrants grants) {
    this.line = line;
    this.patience = patience;
    this.grants = grants;
  }

  MergeOutcome merge(On on, MergeOrder order) {
    var byTrain = hasTrains(on);
    try {
      return byTrain ? boarded(on, order) : merged(on, order);
    } catch (GitLabRefusal refusal) {
      return unmerged(on, order, refusal);
    } catch (Unreachable failure) {
      return new MergeOutcome.Unknown(NoAnswer.toAnAct(failure));
    } catch (RestClientException failure) {
      return new MergeOutcome.Unknown("the answer cannot be read");
    }
  }

  /** Where there are trains, merging past them is not what anybody asked for. */
  private boolean hasTrains(On on) {
    var home = new Home(on.access().instance().id(), on.project());
    var known = trains.getIfPresent(home);
    if (known != null) {
      return known;
    }
    try {
      var project = GitLabLine.body(line.ask(() -> line.to(on.access()).project(on.project())));
      var has = GitLabMapping.isTrue(project.mergeTrainsEnabled());
      trains.put(home, has);
      return has;
    } catch (ProviderFailure failure) {
      if (failure.problem().code() == Code.NOT_FOUND) {
        return false;
      }
      throw failure;
    }
  }

  private MergeOutcome boarded(On on, MergeOrder order) {
    var how = new LinkedHashMap<String, Object>();
    how.put("sha", order.headSha());
    how.put("squash", GitLabProjects.isSquashed(order.strategy()));
    how.put("auto_merge", true);
    line.to(on.access()).board(on.project(), on.iid(), how);
    grants.tried(on.access(), on.project(), Ability.MERGE, true);
    return new MergeOutcome.Accepted("added to the merge train");
  }

  private MergeOutcome merged(On on, MergeOrder order) {
    var answer = line.to(on.access()).merge(on.project(), on.iid(), how(order)).getBody();
    grants.tried(on.access(), on.project(), Ability.MERGE, true);
    if (answer == null || answer.state() == null) {
      return new MergeOutcome.Unknown("GitLab answered without saying whether it merged");
    }
    if (GitLabMapping.state(answer.state()) == State.MERGED) {
      return done(order, answer);
    }
    return later(on, order);
  }

  private static Map<String, Object> how(MergeOrder order) {
    var isSquashed = GitLabProjects.isSquashed(order.strategy());
    var how = new LinkedHashMap<String, Object>();
    how.put("sha", order.headSha());
    how.put("squash", isSquashed);
    how.put("should_remove_source_branch", order.deleteBranch());
    var message =
        Stream.of(GitLabMapping.text(order.title()), GitLabMapping.text(order.message()))
            .filter(part -> !part.isBlank())
            .collect(Collectors.joining("\n\n"));
    if (!message.isEmpty()) {
      how.put(isSquashed ? "squash_commit_message" : "merge_commit_message", message);
    }
    return how;
  }

  /** Taken on: GitLab says how it went on the merge request. */
  private MergeOutcome later(On on, MergeOrder order) {
    MergeRequest told;
    try {
      told = patience.until(() -> read(on), GitLabMerge::isSettled);
    } catch (ProviderFailure failure) {
      return new MergeOutcome.Accepted("GitLab merges it, and could not be asked whether it did");
    }
    if (GitLabMapping.state(told.state()) == State.MERGED) {
      return done(order, told);
    }
    var error = GitLabMapping.text(told.mergeError());
    return error.isEmpty()
        ? new MergeOutcome.Accepted("GitLab has taken it on")
        : new MergeOutcome.Refused(error);
  }

  private static boolean isSettled(MergeRequest told) {
    return GitLabMapping.state(told.state()) != State.OPEN
        || !GitLabMapping.text(told.mergeError()).isEmpty();
  }

  private MergeRequest read(On on) {
    return GitLabLine.body(
        line.ask(() -> line.to(on.access()).mergeRequest(on.project(), on.iid())));
  }

  private static MergeOutcome done(MergeOrder order, MergeRequest told) {
    var deletes =
        order.deleteBranch()
            || GitLabMapping.isTrue(told.forceRemoveSourceBranch())
            || GitLabMapping.isTrue(told.shouldRemoveSourceBranch());
    var other = told.sha() == null || told.sha().equals(order.headSha()) ? null : told.sha();
    return new MergeOutcome.Merged(commit(told), deletes, other);
  }

  /** On the target branch; where nothing was made for the merge, the head itself. */
  private static @Nullable String commit(MergeRequest told) {
    return told.mergeCommitSha() != null
        ? told.mergeCommitSha()
        : told.squashCommitSha() != null ? told.squashCommitSha() : told.sha();
  }

  private MergeOutcome unmerged(On on, MergeOrder order, GitLabRefusal refusal) {
    var words = GitLabRefusals.words(refusal);
    if (refusal.status() >= 500) {
      return new MergeOutcome.Unknown(words);
    }
    if (GitLabRefusals.isHeadMoved(refusal)) {
      return new MergeOutcome.HeadMoved(words);
    }
    if (refusal.status() == 401) {
      return notAllowed(on, refusal);
    }
    if (GitLabRefusals.isAboutTheToken(refusal)) {
      grants.tried(on.access(), on.project(), Ability.MERGE, false);
      return new MergeOutcome.NotPermitted(words, refusal.missing());
    }
    return GitLabRefusals.isForbidden(refusal)
        ? new MergeOutcome.NotPermitted(words, refusal.missing())
        : why(on, order, words);
  }

  /** At this place 401 means that the person may not merge, unless it is said everywhere. */
  private MergeOutcome notAllowed(On on, GitLabRefusal refusal) {
    try {
      read(on);
    } catch (ProviderFailure failure) {
      if (failure.problem().code().tokenIsDead()) {
        throw failure;
      }
    }
    grants.tried(on.access(), on.project(), Ability.MERGE, false);
    return new MergeOutcome.NotPermitted(GitLabRefusals.words(refusal), refusal.missing());
  }

  /** The answer to a refused merge says nothing of why. */
  private MergeOutcome why(On on, MergeOrder order, String words) {
    Optional<MergeRequest> told;
    try {
      told = Optional.of(read(on));
    } catch (ProviderFailure failure) {
      told = Optional.empty();
    }
    if (told.isEmpty()) {
      return new MergeOutcome.Refused(words);
    }
    var now = told.get();
    if (GitLabMapping.state(now.state()) == State.OPEN
        && now.sha() != null
        && !now.sha().equals(order.headSha())) {
      return new MergeOutcome.HeadMoved(words);
    }
    return switch (GitLabMapping.state(now.state())) {
      case MERGED -> new MergeOutcome.Refused("it is merged already");
      case CLOSED -> new MergeOutcome.Refused("it is closed");
      case OPEN ->
          new MergeOutcome.Refused(
              words + ": " + GitLabMapping.text(now.detailedMergeStatus()).replace('_', ' '));
    };
  }
}
