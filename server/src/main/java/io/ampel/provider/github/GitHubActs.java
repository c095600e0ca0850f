package io.ampel.provider.github;

import io.ampel.platform.Unreachable;
import io.ampel.provider.Access;
import io.ampel.provider.ActOutcome;
import io.ampel.provider.MergeOrder;
import io.ampel.provider.MergeOutcome;
import io.ampel.provider.NoAnswer;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.github.GitHubApi.Linked;
import io.ampel.provider.github.GitHubGrants.Ability;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Review;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClientException;

/** What Ampel does at GitHub for a person: always with the commit that person saw. */
final class GitHubActs {
  private static final int MERGE_TRIES = 3;

  private final GitHubLine line;
  private final GitHubGrants grants;
  private final Clock clock;

  GitHubActs(GitHubLine line, GitHubGrants grants, Clock clock) {
    this.line = line;
    this.grants = grants;
    this.clock = clock;
  }

  ActOutcome comment(Access access, Repository repository, int number, String body) {
    var place = GitHubPlace.of(repository);
    return act(
        access,
        place,
        Ability.COMMENT,
        () ->
            link(
                line.to(access)
                    .comment(place.owner(), place.name(), number, Map.of("body", body))));
  }

  /** Whether the words arrived although no answer came back: by the same account, to the letter. */
  boolean hasCommented(
      Access access, Repository repository, int number, String body, Instant since) {
    var place = GitHubPlace.of(repository);
    try {
      var me = line.to(access).user().getBody();
      var written =
          line.to(access).comments(place.owner(), place.name(), number, since.toString()).getBody();
      return me != null
          && written != null
          && written.stream().anyMatch(comment -> isBy(me, comment) && says(comment, body));
    } catch (GitHubRefusal | Unreachable | RestClientException failure) {
      return false;
    }
  }

  private static boolean isBy(GitHubApi.User me, GitHubApi.IssueComment comment) {
    var author = comment.user();
    return author != null && author.login() != null && author.login().equals(me.login());
  }

  private static boolean says(GitHubApi.IssueComment comment, String body) {
    return comment.body() != null && comment.body().strip().equals(body.strip());
  }

  ActOutcome review(
      Access access,
      Repository repository,
      int number,
      Review.Verdict verdict,
      String body,
      String headSha) {
    var place = GitHubPlace.of(repository);
    var review = new LinkedHashMap<String, String>();
    review.put("event", event(verdict));
    review.put("commit_id", headSha);
    if (!body.isBlank()) {
      review.put("body", body);
    }
    return act(
        access,
        place,
        Ability.APPROVE,
        () -> link(line.to(access).review(place.owner(), place.name(), number, review)));
  }

  private static String event(Review.Verdict verdict) {
    return switch (verdict) {
      case APPROVED -> "APPROVE";
      case CHANGES_REQUESTED -> "REQUEST_CHANGES";
      case COMMENTED -> "COMMENT";
      case DISMISSED -> throw new IllegalArgumentException("a review cannot be given as dismissed");
    };
  }

  static ActOutcome link(ResponseEntity<Linked> answer) {
    var body = answer.getBody();
    return new ActOutcome.Done(body == null ? null : body.htmlUrl());
  }

  ActOutcome deleteBranch(Access access, Repository repository, String branch) {
    var place = GitHubPlace.of(repository);
    return act(
        access,
        place,
        Ability.MERGE,
        () -> {
          line.to(access).deleteBranch(place.owner(), place.name(), branch);
          return new ActOutcome.Done(null);
        });
  }

  ActOutcome act(Access access, GitHubPlace place, Ability ability, Supplier<ActOutcome> doing) {
    try {
      var done = doing.get();
      grants.tried(access, place.fullName(), ability, true);
      return done;
    } catch (GitHubRefusal refusal) {
      return refused(access, place, ability, refusal);
    } catch (Unreachable failure) {
      return new ActOutcome.Unknown(NoAnswer.toAnAct(failure));
    } catch (RestClientException failure) {
      return new ActOutcome.Unknown("the answer cannot be read");
    }
  }

  private ActOutcome refused(
      Access access, GitHubPlace place, Ability ability, GitHubRefusal refusal) {
    if (refusal.status() == 422 && refusal.says("Reference does not exist")) {
      return new ActOutcome.Done(null);
    }
    if (refusal.status() >= 500) {
      return new ActOutcome.Unknown("GitHub answered " + refusal.status());
    }
    if (GitHubRefusals.isHeadMoved(refusal)) {
      return new ActOutcome.HeadMoved(words(refusal));
    }
    if (isForbidden(access, place, ability, refusal)) {
      return new ActOutcome.NotPermitted(words(refusal), GitHubRefusals.missing(refusal));
    }
    return new ActOutcome.Refused(words(refusal));
  }

  MergeOutcome merge(Access access, Repository repository, int number, MergeOrder order) {
    var place = GitHubPlace.of(repository);
    var merge = new LinkedHashMap<String, String>();
    merge.put("sha", order.headSha());
    merge.put("merge_method", GitHubRepositories.method(order.strategy()));
    if (order.title() != null) {
      merge.put("commit_title", order.title());
    }
    if (order.message() != null) {
      merge.put("commit_message", order.message());
    }
    for (var attempt = 1; ; attempt++) {
      try {
        return merged(
            access, place, line.to(access).merge(place.owner(), place.name(), number, merge));
      } catch (GitHubRefusal refusal) {
        // Certainly not merged, and the same head is demanded again: trying once more is safe.
        if (!GitHubRefusals.isBaseMoved(refusal) || attempt == MERGE_TRIES) {
          return unmerged(access, place, refusal);
        }
      } catch (Unreachable failure) {
        return new MergeOutcome.Unknown(NoAnswer.toAnAct(failure));
      } catch (RestClientException failure) {
        return new MergeOutcome.Unknown("the answer cannot be read");
      }
    }
  }

  private MergeOutcome merged(
      Access access, GitHubPlace place, ResponseEntity<GitHubApi.Merged> answer) {
    var merged = answer.getBody();
    if (merged == null || merged.merged() == null) {
      return new MergeOutcome.Unknown("GitHub answered without saying whether it merged");
    }
    grants.tried(access, place.fullName(), Ability.MERGE, true);
    return merged.merged()
        ? MergeOutcome.Merged.as(merged.sha())
        : new MergeOutcome.Refused(GitHubMapping.text(merged.message()));
  }

  private MergeOutcome unmerged(Access access, GitHubPlace place, GitHubRefusal refusal) {
    if (refusal.status() >= 500 || refusal.says("merge already in progress")) {
      return new MergeOutcome.Unknown(words(refusal));
    }
    if (GitHubRefusals.isHeadMoved(refusal)) {
      return new MergeOutcome.HeadMoved(words(refusal));
    }
    if (isForbidden(access, place, Ability.MERGE, refusal)) {
      return new MergeOutcome.NotPermitted(words(refusal), GitHubRefusals.missing(refusal));
    }
    return new MergeOutcome.Refused(words(refusal));
  }

  /**
   * Whether the token may not, as opposed to nobody may now. A refusal that names permissions is
   * remembered for the repository.
   */
  private boolean isForbidden(
      Access access, GitHubPlace place, Ability ability, GitHubRefusal refusal) {
    if (refusal.status() == 401) {
      throw new ProviderFailure(GitHubErrors.problem(refusal, clock.instant()));
    }
    if (GitHubRefusals.isAboutThePermission(refusal)) {
      grants.tried(access, place.fullName(), ability, false);
      return true;
    }
    var code = GitHubErrors.problem(refusal, clock.instant()).code();
    return refusal.status() == 404 || GitHubWalls.isWall(code);
  }

  private static String words(GitHubRefusal refusal) {
    return refusal.words().isEmpty() ? "GitHub answered " + refusal.status() : refusal.words();
  }
}
