package io.ampel.provider.github;

import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.github.GitHubNodes.Actor;
import io.ampel.provider.github.GitHubNodes.AutoMerge;
import io.ampel.provider.github.GitHubNodes.Issue;
import io.ampel.provider.github.GitHubNodes.LabelNode;
import io.ampel.provider.github.GitHubNodes.PullRequestNode;
import io.ampel.provider.github.GitHubNodes.QueueEntry;
import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.Checks;
import io.ampel.pullrequest.Label;
import io.ampel.pullrequest.LinkedIssue;
import io.ampel.pullrequest.Mergeability;
import io.ampel.pullrequest.ProviderVerdict;
import io.ampel.pullrequest.ProviderVerdict.Word;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.Push;
import io.ampel.pullrequest.ReviewDecision;
import io.ampel.pullrequest.Waiting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** GitHub's words about a pull request in ours. Each is listed; a new one becomes unknown. */
final class GitHubMapping {
  private GitHubMapping() {}

  /**
   * What the answers tell together.
   *
   * @param hidden fields of the pull request that were refused, so that null there means unknown
   * @param now only for what GitHub tells as "in so many seconds"
   */
  record Told(
      PullRequestNode node,
      Set<String> hidden,
      Checks checks,
      @Nullable Integer behindBy,
      @Nullable Account pusher,
      Instant now) {}

  /** Empty when what makes a pull request was not told. */
  static Optional<PullRequest> pullRequest(Told told) {
    var node = told.node();
    if (node.id() == null
        || node.number() == null
        || node.title() == null
        || node.url() == null
        || node.createdAt() == null
        || node.updatedAt() == null
        || node.headRefOid() == null
        || node.baseRefName() == null) {
      return Optional.empty();
    }
    var conversations = GitHubConversations.of(node);
    return Optional.of(
        new PullRequest(
            node.id(),
            node.number(),
            node.title(),
            text(node.body()),
            node.url(),
            state(node.state()),
            isTrue(node.isDraft()),
            account(node.author()),
            text(node.headRefName()),
            fork(node),
            isTrue(node.isCrossRepository()),
            node.baseRefName(),
            node.headRefOid(),
            targetTip(node),
            mergeability(node.mergeable()),
            verdict(node),
            reviewDecision(node.reviewDecision(), told.hidden().contains("reviewDecision")),
            told.behindBy(),
            new Push(told.pusher(), headSince(node)),
            told.checks(),
            GitHubReviews.reviews(node),
            GitHubReviews.requested(node),
            conversations,
            (int) conversations.stream().filter(talk -> !talk.resolved()).count(),
            issues(node),
            labels(node),
            Page.all(node.assignees()).stream().map(GitHubMapping::account).toList(),
            waiting(node, told.now()),
            List.of(),
            List.of(),
            number(node.additions()),
            number(node.deletions()),
            number(node.changedFiles()),
            number(node.totalCommentsCount()),
            node.createdAt(),
            node.updatedAt(),
            node.mergedAt(),
            node.closedAt()));
  }

  static PullRequest.State state(@Nullable String word) {
    return switch (text(word)) {
      case "MERGED" -> PullRequest.State.MERGED;
      case "CLOSED" -> PullRequest.State.CLOSED;
      default -> PullRequest.State.OPEN;
    };
  }

  static Mergeability mergeability(@Nullable String word) {
    return switch (text(word)) {
      case "MERGEABLE" -> Mergeability.MERGEABLE;
      case "CONFLICTING" -> Mergeability.CONFLICTING;
      default -> Mergeability.UNKNOWN;
    };
  }

  private static ProviderVerdict verdict(PullRequestNode node) {
    return new ProviderVerdict(
        verdict(node.mergeStateStatus()),
        text(node.mergeStateStatus()),
        isTrue(node.viewerCanMergeAsAdmin()));
  }

  static Word verdict(@Nullable String word) {
    return switch (text(word)) {
      case "CLEAN", "HAS_HOOKS" -> Word.CLEAN;
      case "UNSTABLE" -> Word.UNSTABLE;
      case "BEHIND" -> Word.BEHIND;
      case "BLOCKED" -> Word.BLOCKED;
      case "DIRTY" -> Word.CONFLICT;
      case "DRAFT" -> Word.DRAFT;
      case "UNKNOWN" -> Word.COMPUTING;
      default -> Word.UNKNOWN;
    };
  }

  /** GitHub says nothing where no rule demands a review; refused it says nothing either. */
  static ReviewDecision reviewDecision(@Nullable String word, boolean isHidden) {
    return switch (word) {
      case null -> isHidden ? ReviewDecision.NOT_TOLD : ReviewDecision.NOT_REQUIRED;
      case "REVIEW_REQUIRED" -> ReviewDecision.REVIEW_REQUIRED;
      case "APPROVED" -> ReviewDecision.APPROVED;
      case "CHANGES_REQUESTED" -> ReviewDecision.CHANGES_REQUESTED;
      default -> ReviewDecision.NOT_TOLD;
    };
  }

  /** A null author is somebody whose account is gone. */
  static Account account(@Nullable Actor actor) {
    if (actor == null) {
      return Account.GHOST;
    }
    if ("Team".equals(actor.typename())) {
      return new Account(text(actor.slug()), Account.Kind.TEAM, actor.teamAvatar());
    }
    var login = text(actor.login());
    var isBot = "Bot".equals(actor.typename()) || login.endsWith("[bot]");
    var bare = login.endsWith("[bot]") ? login.substring(0, login.length() - 5) : login;
    return new Account(bare, isBot ? Account.Kind.BOT : Account.Kind.USER, actor.avatarUrl());
  }

  private static @Nullable String fork(PullRequestNode node) {
    var from = node.headRepository();
    return isTrue(node.isCrossRepository()) && from != null ? from.nameWithOwner() : null;
  }

  static @Nullable String targetTip(PullRequestNode node) {
    var base = node.baseRef();
    return base == null || base.target() == null ? null : base.target().oid();
  }

  /**
   * The time of the head commit, which is older than its push, but not than the pull request. A
   * clock that runs ahead is not believed.
   */
  static Instant headSince(PullRequestNode node) {
    var opened = Objects.requireNonNull(node.createdAt());
    var updated = Objects.requireNonNull(node.updatedAt());
    var head = node.headRef() == null ? null : node.headRef().target();
    var committed =
        head == null || !Objects.equals(head.oid(), node.headRefOid())
            ? null
            : head.committedDate();
    if (committed == null || committed.isAfter(updated)) {
      return updated;
    }
    return committed.isBefore(opened) ? opened : committed;
  }

  private static List<LinkedIssue> issues(PullRequestNode node) {
    return Page.all(node.closingIssuesReferences()).stream()
        .map(GitHubMapping::issue)
        .filter(Objects::nonNull)
        .toList();
  }

  private static @Nullable LinkedIssue issue(Issue issue) {
    var home = issue.repository();
    return home == null || home.nameWithOwner() == null || issue.url() == null
        ? null
        : new LinkedIssue(
            home.nameWithOwner(),
            "#" + number(issue.number()),
            text(issue.title()),
            issue.url(),
            "OPEN".equals(issue.state()));
  }

  private static List<Label> labels(PullRequestNode node) {
    return Page.all(node.labels()).stream()
        .filter(label -> label.name() != null)
        .map(GitHubMapping::label)
        .toList();
  }

  private static Label label(LabelNode label) {
    return new Label(text(label.name()), text(label.color()));
  }

  private static List<Waiting> waiting(PullRequestNode node, Instant now) {
    var queue = node.mergeQueueEntry();
    var auto = node.autoMergeRequest();
    return Stream.of(
            queue == null ? null : queued(queue, now), auto == null ? null : autoMerge(auto))
        .filter(Objects::nonNull)
        .map(waiting -> (Waiting) waiting)
        .toList();
  }

  private static Waiting queued(QueueEntry entry, Instant now) {
    var seconds = entry.estimatedTimeToMerge();
    return new Waiting(
        queueKind(entry.state()),
        entry.position(),
        seconds == null ? null : now.plusSeconds(seconds).truncatedTo(ChronoUnit.MINUTES),
        entry.enqueuedAt(),
        null);
  }

  static Waiting.Kind queueKind(@Nullable String state) {
    return "UNMERGEABLE".equals(state) ? Waiting.Kind.QUEUE_REJECTED : Waiting.Kind.QUEUED;
  }

  private static Waiting autoMerge(AutoMerge auto) {
    var by = auto.enabledBy();
    return new Waiting(
        Waiting.Kind.AUTO_MERGE, null, null, auto.enabledAt(), by == null ? null : by.login());
  }

  static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }

  static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
