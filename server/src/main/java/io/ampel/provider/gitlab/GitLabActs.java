package io.ampel.provider.gitlab;

import io.ampel.platform.Unreachable;
import io.ampel.provider.Access;
import io.ampel.provider.ActOutcome;
import io.ampel.provider.NoAnswer;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.gitlab.GitLabGrants.Ability;
import io.ampel.provider.gitlab.GitLabRecords.MergeRequest;
import io.ampel.provider.gitlab.GitLabRecords.Note;
import io.ampel.provider.gitlab.GitLabRecords.User;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Review;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.RestClientException;

/** What Ampel does at GitLab for a person, beside merging: always with the commit that one saw. */
final class GitLabActs {
  private final GitLabLine line;
  private final GitLabObjections objections;
  private final GitLabGrants grants;

  GitLabActs(GitLabLine line, GitLabObjections objections, GitLabGrants grants) {
    this.line = line;
    this.objections = objections;
    this.grants = grants;
  }

  /** One merge request on which something is done. */
  record On(Access access, Repository repository, int number) {
    String project() {
      return repository.externalId();
    }

    String iid() {
      return String.valueOf(number);
    }
  }

  ActOutcome comment(On on, String body) {
    return act(on, Ability.COMMENT, () -> said(on, body));
  }

  private ActOutcome said(On on, String body) {
    var note = Map.of("body", GitLabText.spoken(body));
    var answer = line.to(on.access()).say(on.project(), on.iid(), note);
    if (answer.getStatusCode().isSameCodeAs(HttpStatus.ACCEPTED)) {
      return new ActOutcome.Refused("GitLab took the text for commands");
    }
    var written = answer.getBody();
    return new ActOutcome.Done(
        written == null || written.id() == null
            ? null
            : GitLabAddresses.of(on.access().instance().baseUrl()).web()
                + "/%s/-/merge_requests/%d#note_%d"
                    .formatted(on.repository().fullName(), on.number(), written.id()));
  }

  /** Whether the words arrived although no answer came back: by the same account, as they went. */
  boolean hasCommented(On on, String body, Instant since) {
    var api = line.to(on.access());
    var spoken = GitLabText.spoken(body).strip();
    try {
      var me = api.user().getBody();
      var written = api.notes(on.project(), on.iid()).getBody();
      return me != null
          && written != null
          && written.stream()
              .anyMatch(note -> isBy(me, note) && isSince(note, since) && says(note, spoken));
    } catch (GitLabRefusal | Unreachable | RestClientException failure) {
      return false;
    }
  }

  private static boolean isBy(User me, Note note) {
    return note.author() != null && Objects.equals(note.author().id(), me.id());
  }

  private static boolean isSince(Note note, Instant since) {
    return note.createdAt() != null && !note.createdAt().isBefore(since);
  }

  private static boolean says(Note note, String spoken) {
    return note.body() != null && note.body().strip().equals(spoken);
  }

  ActOutcome review(On on, Review.Verdict verdict, String body, String headSha) {
    return switch (verdict) {
      case COMMENTED -> comment(on, body);
      case APPROVED -> withWords(on, body, act(on, Ability.APPROVE, () -> approved(on, headSha)));
      case CHANGES_REQUESTED ->
          withWords(on, body, act(on, Ability.APPROVE, () -> objected(on, headSha)));
      case DISMISSED -> throw new IllegalArgumentException("a review cannot be given as dismissed");
    };
  }

  /** A verdict has no words at GitLab: they go beside it, once it was taken. */
  private ActOutcome withWords(On on, String body, ActOutcome verdict) {
    if (body.isBlank() || !(verdict instanceof ActOutcome.Done)) {
      return verdict;
    }
    return switch (comment(on, body)) {
      case ActOutcome.Done done -> done;
      case ActOutcome.Refused(var words) ->
          new ActOutcome.Refused("the review was taken, its comment was not: " + words);
      case ActOutcome.NotPermitted(var words, var missing) ->
          new ActOutcome.NotPermitted(
              "the review was taken, its comment was not: " + words, missing);
      case ActOutcome.HeadMoved moved -> moved;
      case ActOutcome.Unknown(var words) ->
          new ActOutcome.Unknown("the review was taken, of its comment: " + words);
    };
  }

  private ActOutcome approved(On on, String headSha) {
    line.to(on.access()).approve(on.project(), on.iid(), Map.of("sha", headSha));
    return new ActOutcome.Done(null);
  }

  /** GitLab takes an objection without a commit, so the head is looked at right before. */
  private ActOutcome objected(On on, String headSha) {
    return isHead(on, headSha) ? objections.object(on) : moved();
  }

  boolean isHead(On on, String headSha) {
    return headSha.equals(read(on).sha());
  }

  MergeRequest read(On on) {
    return GitLabLine.body(line.to(on.access()).mergeRequest(on.project(), on.iid()));
  }

  static ActOutcome moved() {
    return new ActOutcome.HeadMoved("the source branch has other commits by now");
  }

  /** Does it, and tells every way in which GitLab may refuse or stay silent. */
  ActOutcome act(On on, Ability ability, Supplier<ActOutcome> doing) {
    try {
      var outcome = doing.get();
      if (outcome instanceof ActOutcome.Done) {
        grants.tried(on.access(), on.project(), ability, true);
      }
      return outcome;
    } catch (GitLabRefusal refusal) {
      return refused(on, ability, refusal);
    } catch (Unreachable failure) {
      return new ActOutcome.Unknown(NoAnswer.toAnAct(failure));
    } catch (RestClientException failure) {
      return new ActOutcome.Unknown("the answer cannot be read");
    }
  }

  private ActOutcome refused(On on, Ability ability, GitLabRefusal refusal) {
    var words = GitLabRefusals.words(refusal);
    if (refusal.status() >= 500) {
      return new ActOutcome.Unknown(words);
    }
    if (GitLabRefusals.isHeadMoved(refusal)) {
      return new ActOutcome.HeadMoved(words);
    }
    if (refusal.status() == 401 && !isAlive(on)) {
      throw new ProviderFailure(GitLabErrors.problem(refusal));
    }
    if (GitLabRefusals.isAboutTheToken(refusal)) {
      grants.tried(on.access(), on.project(), ability, false);
      return new ActOutcome.NotPermitted(words, refusal.missing());
    }
    return GitLabRefusals.isForbidden(refusal)
        ? new ActOutcome.NotPermitted(words, refusal.missing())
        : new ActOutcome.Refused(words);
  }

  /** 401 is what GitLab says to somebody who may not as well as to a dead token. */
  private boolean isAlive(On on) {
    try {
      line.ask(() -> line.to(on.access()).user());
      return true;
    } catch (ProviderFailure failure) {
      if (failure.problem().code().tokenIsDead()) {
        throw failure;
      }
      return true;
    }
  }
}
