package io.ampel.provider.bitbucket;

import io.ampel.platform.Unreachable;
import io.ampel.provider.Access;
import io.ampel.provider.Links;
import io.ampel.provider.MergeOrder;
import io.ampel.provider.MergeOutcome;
import io.ampel.provider.NoAnswer;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.bitbucket.BitbucketGrants.Ability;
import io.ampel.provider.bitbucket.BitbucketNodes.PullRequestNode;
import io.ampel.pullrequest.PullRequest.State;
import io.ampel.pullrequest.Repository;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Merging at Bitbucket, which cannot be held to a commit: the pull request is read right before and
 * refused when its head is another, and what was merged is compared with what should have been.
 */
final class BitbucketMerges {
  /** Between two looks at a merge that Bitbucket does in its own time. */
  private static final List<Duration> PATIENCE =
      List.of(
          Duration.ofMillis(300),
          Duration.ofMillis(700),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(3));

  private static final String STILL_MERGING = "Bitbucket is still merging";

  /** How a merge that was taken on fails after all. */
  private static final Set<Integer> ENDINGS = Set.of(400, 403, 409);

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final BitbucketLine line;
  private final BitbucketActs acts;
  private final BitbucketGrants grants;

  BitbucketMerges(BitbucketLine line, BitbucketActs acts, BitbucketGrants grants) {
    this.line = line;
    this.acts = acts;
    this.grants = grants;
  }

  /** One attempt: where, what, and what it looked like a moment before. */
  private record Attempt(
      Access access, Repository repository, int number, MergeOrder order, PullRequestNode before) {

    /** In a fork nobody can tell whether Bitbucket may delete the branch, so it is not asked to. */
    boolean closesBranch() {
      var home = before.destination() == null ? null : before.destination().repository();
      var from = before.source() == null ? null : before.source().repository();
      return order.deleteBranch()
          && home != null
          && from != null
          && Objects.equals(home.uuid(), from.uuid())
          && !BitbucketMapping.branch(before.source()).equals(repository.defaultBranch());
    }
  }

  MergeOutcome merge(Access access, Repository repository, int number, MergeOrder order) {
    var before = line.ask(() -> read(access, repository, number));
    var head = BitbucketMapping.hash(before.source());
    if (!BitbucketMapping.isSameCommit(head, order.headSha())) {
      return new MergeOutcome.HeadMoved("The source branch is at " + head + " now");
    }
    if (BitbucketMapping.state(before.state()) != State.OPEN) {
      return new MergeOutcome.Refused(
          "The pull request is " + BitbucketMapping.text(before.state()) + " already");
    }
    return ordered(new Attempt(access, repository, number, order, before));
  }

  private MergeOutcome ordered(Attempt attempt) {
    var place = BitbucketPlace.of(attempt.repository());
    try {
      var answer =
          line.to(attempt.access())
              .merge(place.owner(), place.repository(), attempt.number(), body(attempt));
      var task = answer.getHeaders().getFirst(HttpHeaders.LOCATION);
      return answer.getStatusCode().value() == 202 && task != null
          ? followed(attempt, task)
          : outcome(attempt, node(answer));
    } catch (BitbucketRefusal refusal) {
      return unmerged(attempt, refusal);
    } catch (Unreachable failure) {
      return verified(attempt, NoAnswer.toAnAct(failure));
    } catch (RestClientException failure) {
      return verified(attempt, "the answer cannot be read");
    }
  }

  private static Map<String, Object> body(Attempt attempt) {
    var body = new LinkedHashMap<String, Object>();
    body.put("type", "pullrequest_merge_parameters");
    body.put("merge_strategy", BitbucketRepositories.word(attempt.order().strategy()));
    body.put("close_source_branch", attempt.closesBranch());
    message(attempt.order()).ifPresent(message -> body.put("message", message));
    return body;
  }

  /** Bitbucket knows one text, of which the first line is the title. */
  private static Optional<String> message(MergeOrder order) {
    var text =
        Stream.of(order.title(), order.message())
            .filter(part -> part != null && !part.isBlank())
            .collect(Collectors.joining("\n\n"));
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static @Nullable PullRequestNode node(ResponseEntity<String> answer) {
    var body = answer.getBody();
    try {
      return body == null || body.isBlank() ? null : JSON.readValue(body, PullRequestNode.class);
    } catch (JacksonException e) {
      return null;
    }
  }

  /** Said as merged only where the answer shows it. */
  private MergeOutcome outcome(Attempt attempt, @Nullable PullRequestNode after) {
    return after != null && BitbucketMapping.state(after.state()) == State.MERGED
        ? merged(attempt, after)
        : verified(attempt, "Bitbucket did not say whether it merged");
  }

  private MergeOutcome merged(Attempt attempt, PullRequestNode after) {
    grants.tried(attempt.access(), attempt.repository().externalId(), Ability.MERGE, true);
    var head = BitbucketMapping.hash(after.source());
    var isOther =
        !head.isEmpty() && !BitbucketMapping.isSameCommit(head, attempt.order().headSha());
    return new MergeOutcome.Merged(
        after.mergeCommit() == null ? null : after.mergeCommit().hash(),
        attempt.closesBranch(),
        isOther ? head : null);
  }

  /** It was taken on: whatever happens while asking for it, nothing proves that it fails. */
  private MergeOutcome followed(Attempt attempt, String location) {
    var status = status(attempt, location);
    for (var pause : status.isEmpty() ? List.<Duration>of() : PATIENCE) {
      sleep(pause);
      try {
        var api = line.to(attempt.access());
        var task = BitbucketLine.body(api.mergeTask(status.get()));
        if ("SUCCESS".equals(task.taskStatus())) {
          return outcome(attempt, task.mergeResult());
        }
      } catch (BitbucketRefusal refusal) {
        if (ENDINGS.contains(refusal.status())) {
          return unmerged(attempt, refusal);
        }
      } catch (Unreachable | RestClientException | ProviderFailure failure) {
        // Asked again in a moment.
      }
    }
    return verified(attempt, STILL_MERGING) instanceof MergeOutcome.Merged merged
        ? merged
        : new MergeOutcome.Accepted(STILL_MERGING);
  }

  /** Empty where it lies at another address, to which no token goes. */
  private static Optional<URI> status(Attempt attempt, String location) {
    try {
      return Optional.of(Links.page(location, BitbucketLine.api(attempt.access())));
    } catch (ProviderFailure failure) {
      return Optional.empty();
    }
  }

  private MergeOutcome unmerged(Attempt attempt, BitbucketRefusal refusal) {
    var words = BitbucketErrors.words(refusal);
    if (refusal.status() >= 500) {
      return verified(attempt, words);
    }
    if (refusal.status() == 409 && hasMoved(attempt)) {
      return new MergeOutcome.HeadMoved(words);
    }
    return acts.isForbidden(attempt.access(), attempt.repository(), Ability.MERGE, refusal)
        ? new MergeOutcome.NotPermitted(words, refusal.missing())
        : new MergeOutcome.Refused(words);
  }

  /** One of the two branches moved: only the source's move makes it another pull request. */
  private boolean hasMoved(Attempt attempt) {
    return shown(attempt)
        .filter(now ->
            !BitbucketMapping.isSameCommit(
                BitbucketMapping.hash(now.source()), attempt.order().headSha()))
        .isPresent();
  }

  /** No answer that proves anything: what Bitbucket shows decides, and nothing is sent again. */
  private MergeOutcome verified(Attempt attempt, String words) {
    return shown(attempt)
        .filter(now -> BitbucketMapping.state(now.state()) == State.MERGED)
        .map(now -> merged(attempt, now))
        .orElseGet(() -> new MergeOutcome.Unknown(words));
  }

  private Optional<PullRequestNode> shown(Attempt attempt) {
    try {
      return Optional.of(
          line.ask(() -> read(attempt.access(), attempt.repository(), attempt.number())));
    } catch (ProviderFailure failure) {
      return Optional.empty();
    }
  }

  private PullRequestNode read(Access access, Repository repository, int number) {
    var place = BitbucketPlace.of(repository);
    return BitbucketLine.body(
        line.to(access)
            .pullRequest(place.owner(), place.repository(), number, BitbucketFields.PULL_REQUEST));
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
