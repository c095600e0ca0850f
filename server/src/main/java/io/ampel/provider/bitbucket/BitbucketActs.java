package io.ampel.provider.bitbucket;

import io.ampel.platform.Unreachable;
import io.ampel.provider.Access;
import io.ampel.provider.ActOutcome;
import io.ampel.provider.Deed;
import io.ampel.provider.NoAnswer;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.bitbucket.BitbucketGrants.Ability;
import io.ampel.provider.bitbucket.BitbucketNodes.Comment;
import io.ampel.provider.bitbucket.BitbucketNodes.Links;
import io.ampel.provider.bitbucket.BitbucketNodes.Participant;
import io.ampel.provider.bitbucket.BitbucketNodes.PullRequestNode;
import io.ampel.provider.bitbucket.BitbucketNodes.User;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Review.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.web.client.RestClientException;

/**
 * What Ampel does at Bitbucket for a person. Bitbucket takes no commit along with a verdict, so the
 * pull request is read right before and must still be what that person saw.
 */
final class BitbucketActs {
  private final BitbucketLine line;
  private final BitbucketSelf self;
  private final BitbucketGrants grants;

  BitbucketActs(BitbucketLine line, BitbucketSelf self, BitbucketGrants grants) {
    this.line = line;
    this.self = self;
    this.grants = grants;
  }

  ActOutcome comment(Access access, Repository repository, int number, String body) {
    return act(access, repository, Ability.COMMENT, () -> said(access, repository, number, body));
  }

  private ActOutcome said(Access access, Repository repository, int number, String body) {
    var place = BitbucketPlace.of(repository);
    var comment = Map.<String, Object>of("content", Map.of("raw", body));
    var answer =
        line.to(access).comment(place.owner(), place.repository(), number, comment).getBody();
    return new ActOutcome.Done(answer == null ? null : Links.html(answer.links()));
  }

  /** Whether the words arrived although no answer came back: by the same account, to the letter. */
  boolean hasCommented(
      Access access, Repository repository, int number, String body, Instant since) {
    var place = BitbucketPlace.of(repository);
    var api = line.to(access);
    try {
      var me = self.of(access);
      return BitbucketLine.body(
              line.ask(() -> api.latestComments(place.owner(), place.repository(), number)))
          .all()
          .stream()
          .filter(comment -> comment.createdOn() != null && !comment.createdOn().isBefore(since))
          .anyMatch(comment -> isBy(me, comment) && says(comment, body));
    } catch (ProviderFailure failure) {
      return false;
    }
  }

  /** An access token does not know its own name, only that it is no person. */
  private static boolean isBy(Optional<User> me, Comment comment) {
    var author = comment.user();
    return me.map(known -> author != null && isSame(known, author))
        .orElse(author != null && "app_user".equals(author.type()));
  }

  private static boolean isSame(User one, User other) {
    return one.uuid() != null && one.uuid().equals(other.uuid());
  }

  private static boolean says(Comment comment, String body) {
    return comment.content() != null
        && BitbucketMapping.text(comment.content().raw()).strip().equals(body.strip());
  }

  /** A verdict carries no words here: they follow as a comment. */
  ActOutcome review(
      Access access,
      Repository repository,
      int number,
      Verdict verdict,
      String body,
      String headSha) {
    if (verdict == Verdict.COMMENTED) {
      return comment(access, repository, number, body);
    }
    var given =
        act(
            access,
            repository,
            Ability.APPROVE,
            () -> given(access, repository, number, verdict, headSha));
    if (!(given instanceof ActOutcome.Done) || body.isBlank()) {
      return given;
    }
    return switch (comment(access, repository, number, body)) {
      case ActOutcome.Done done -> done;
      case ActOutcome.Refused(var words) -> withoutWords(words);
      case ActOutcome.HeadMoved(var words) -> withoutWords(words);
      case ActOutcome.NotPermitted(var words, _) -> withoutWords(words);
      case ActOutcome.Unknown(var words) -> withoutWords(words);
    };
  }

  private static ActOutcome withoutWords(String words) {
    return new ActOutcome.Refused(
        "Your verdict was given, but not the comment that belongs to it: " + words);
  }

  private ActOutcome given(
      Access access, Repository repository, int number, Verdict verdict, String headSha) {
    var now = read(access, repository, number);
    if (!BitbucketMapping.isSameCommit(BitbucketMapping.hash(now.source()), headSha)) {
      return new ActOutcome.HeadMoved("The source branch has another commit now");
    }
    var place = BitbucketPlace.of(repository);
    var api = line.to(access);
    try {
      switch (verdict) {
        case APPROVED -> api.approve(place.owner(), place.repository(), number);
        case CHANGES_REQUESTED -> api.requestChanges(place.owner(), place.repository(), number);
        case COMMENTED, DISMISSED ->
            throw new IllegalArgumentException("no verdict to be given: " + verdict);
      }
    } catch (BitbucketRefusal refusal) {
      if (refusal.status() < 500) {
        throw refusal;
      }
      return arrived(access, repository, number, verdict, BitbucketErrors.words(refusal));
    } catch (Unreachable failure) {
      return arrived(access, repository, number, verdict, NoAnswer.toAnAct(failure));
    }
    return new ActOutcome.Done(Links.html(now.links()));
  }

  /** No answer: what is shown now tells whether the verdict was taken. */
  private ActOutcome arrived(
      Access access, Repository repository, int number, Verdict verdict, String silence) {
    var wanted = verdict == Verdict.APPROVED ? "approved" : "changes_requested";
    try {
      var now = read(access, repository, number);
      return own(access, now).filter(mine -> wanted.equals(mine.state())).isPresent()
          ? new ActOutcome.Done(Links.html(now.links()))
          : new ActOutcome.Unknown(silence);
    } catch (BitbucketRefusal | Unreachable | RestClientException | ProviderFailure failure) {
      return new ActOutcome.Unknown(silence);
    }
  }

  private Optional<Participant> own(Access access, PullRequestNode node) {
    return self.of(access)
        .flatMap(me ->
            BitbucketPeople.list(node.participants()).stream()
                .filter(each -> each.user() != null && isSame(me, each.user()))
                .findFirst());
  }

  private PullRequestNode read(Access access, Repository repository, int number) {
    var place = BitbucketPlace.of(repository);
    return BitbucketLine.body(
        line.to(access)
            .pullRequest(place.owner(), place.repository(), number, BitbucketFields.PULL_REQUEST));
  }

  ActOutcome act(Access access, Repository repository, int number, Deed deed) {
    return switch (deed) {
      case Deed.Withdraw _ ->
          act(access, repository, Ability.APPROVE, () -> withdrawn(access, repository, number));
      case Deed.Resolve(var conversation) ->
          act(
              access,
              repository,
              Ability.COMMENT,
              () -> resolved(access, repository, number, conversation));
      case Deed.Close _ ->
          act(access, repository, Ability.APPROVE, () -> declined(access, repository, number));
      case Deed.UpdateBranch _ ->
          new ActOutcome.Refused("Bitbucket brings a branch up to date only on its own pages");
      case Deed.Rerun _ ->
          new ActOutcome.Refused("Bitbucket runs a build again only on its own pages");
      case Deed.Reopen _ ->
          new ActOutcome.Refused("Bitbucket cannot reopen a pull request that was declined");
    };
  }

  /** Who does not know its own name takes back both: one of them is not there. */
  private ActOutcome withdrawn(Access access, Repository repository, int number) {
    var now = read(access, repository, number);
    var mine = self.of(access).isEmpty() ? Optional.<String>empty() : state(access, now);
    if (self.of(access).isPresent() && mine.isEmpty()) {
      return new ActOutcome.Refused("You have given no verdict on this pull request");
    }
    var place = BitbucketPlace.of(repository);
    var api = line.to(access);
    if (!mine.filter("changes_requested"::equals).isPresent()) {
      quietly(() -> api.unapprove(place.owner(), place.repository(), number));
    }
    if (!mine.filter("approved"::equals).isPresent()) {
      quietly(() -> api.withdrawChanges(place.owner(), place.repository(), number));
    }
    return new ActOutcome.Done(Links.html(now.links()));
  }

  private Optional<String> state(Access access, PullRequestNode node) {
    return own(access, node).map(Participant::state).filter(state -> !state.isEmpty());
  }

  /** What is not there need not be taken back. */
  private static void quietly(Runnable doing) {
    try {
      doing.run();
    } catch (BitbucketRefusal refusal) {
      if (refusal.status() != 404) {
        throw refusal;
      }
    }
  }

  private ActOutcome resolved(
      Access access, Repository repository, int number, String conversation) {
    var place = BitbucketPlace.of(repository);
    try {
      line.to(access).resolve(place.owner(), place.repository(), number, conversation);
    } catch (BitbucketRefusal refusal) {
      if (refusal.status() != 409) {
        throw refusal;
      }
      // Somebody else was quicker: it is resolved all the same.
    }
    return new ActOutcome.Done(null);
  }

  private ActOutcome declined(Access access, Repository repository, int number) {
    var place = BitbucketPlace.of(repository);
    var answer = line.to(access).decline(place.owner(), place.repository(), number).getBody();
    return new ActOutcome.Done(answer == null ? null : Links.html(answer.links()));
  }

  /** A branch that is gone already counts as deleted. */
  ActOutcome deleteBranch(Access access, Repository repository, String branch) {
    var place = BitbucketPlace.of(repository);
    return act(
        access,
        repository,
        Ability.MERGE,
        () -> {
          quietly(() -> line.to(access).deleteBranch(place.owner(), place.repository(), branch));
          return new ActOutcome.Done(null);
        });
  }

  private ActOutcome act(
      Access access, Repository repository, Ability ability, Supplier<ActOutcome> doing) {
    try {
      var done = doing.get();
      if (done instanceof ActOutcome.Done) {
        grants.tried(access, repository.externalId(), ability, true);
      }
      return done;
    } catch (BitbucketRefusal refusal) {
      return refused(access, repository, ability, refusal);
    } catch (Unreachable failure) {
      return new ActOutcome.Unknown(NoAnswer.toAnAct(failure));
    } catch (RestClientException failure) {
      return new ActOutcome.Unknown("the answer cannot be read");
    }
  }

  private ActOutcome refused(
      Access access, Repository repository, Ability ability, BitbucketRefusal refusal) {
    if (refusal.status() >= 500) {
      return new ActOutcome.Unknown(BitbucketErrors.words(refusal));
    }
    return isForbidden(access, repository, ability, refusal)
        ? new ActOutcome.NotPermitted(BitbucketErrors.words(refusal), refusal.missing())
        : new ActOutcome.Refused(BitbucketErrors.words(refusal));
  }

  /**
   * Whether the token may not, as opposed to nobody may now. Only scopes that lack are remembered:
   * other refusals may be of this one pull request.
   */
  boolean isForbidden(
      Access access, Repository repository, Ability ability, BitbucketRefusal refusal) {
    if (refusal.status() == 401) {
      line.refuseDead(access, repository);
    }
    if (!refusal.missing().isEmpty()) {
      grants.tried(access, repository.externalId(), ability, false);
    }
    return refusal.status() == 401 || refusal.status() == 403 || refusal.status() == 404;
  }
}
