package io.ampel.provider.gitlab;

import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.gitlab.GitLabNodes.LabelNode;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.provider.gitlab.GitLabNodes.UserNode;
import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.Checks;
import io.ampel.pullrequest.Conversation;
import io.ampel.pullrequest.Label;
import io.ampel.pullrequest.LinkedIssue;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.Waiting;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** GitLab's words about a merge request in ours. Each is listed; a new one becomes unknown. */
final class GitLabMapping {
  private static final Pattern BOT = Pattern.compile("(?:project|group)_\\d+_bot(?:_\\w+)?");

  private GitLabMapping() {}

  /**
   * What the answers tell together.
   *
   * @param behindBy commits of the target branch that the source lacks, null when not asked
   * @param servicesFailed one of the external status checks said no, null when not asked
   * @param issues what merging would close, null when not asked
   */
  record Told(
      URI baseUrl,
      MergeRequestNode node,
      Checks checks,
      List<Conversation> conversations,
      @Nullable Integer behindBy,
      @Nullable Boolean servicesFailed,
      @Nullable List<LinkedIssue> issues) {}

  /** Empty when what makes a merge request was not told. */
  static Optional<PullRequest> pullRequest(Told told) {
    var node = told.node();
    if (node.id() == null
        || node.iid() == null
        || node.title() == null
        || node.webUrl() == null
        || node.createdAt() == null
        || node.updatedAt() == null
        || node.targetBranch() == null) {
      return Optional.empty();
    }
    var state = state(node.state());
    var merging = GitLabMergeability.of(node, told.servicesFailed());
    return Optional.of(
        new PullRequest(
            key(node.id()),
            Integer.parseInt(node.iid()),
            node.title(),
            text(node.description()),
            GitLabAddresses.absolute(told.baseUrl(), node.webUrl()),
            state,
            isTrue(node.draft()),
            account(told.baseUrl(), node.author()),
            text(node.sourceBranch()),
            isFork(node) && node.sourceProject() != null ? node.sourceProject().fullPath() : null,
            isFork(node),
            node.targetBranch(),
            text(node.diffHeadSha()),
            null,
            merging.mergeability(),
            merging.verdict(),
            GitLabApprovals.decision(node),
            told.behindBy(),
            null,
            told.checks(),
            GitLabReviews.reviews(told.baseUrl(), node),
            GitLabReviews.requested(told.baseUrl(), node),
            told.conversations(),
            unresolved(node, told.conversations()),
            told.issues(),
            labels(node),
            Page.all(node.assignees()).stream().map(user -> account(told.baseUrl(), user)).toList(),
            state == PullRequest.State.OPEN ? waiting(node) : List.of(),
            state == PullRequest.State.OPEN ? merging.obstacles() : List.of(),
            GitLabApprovals.demands(told.baseUrl(), node),
            node.diffStatsSummary() == null ? 0 : number(node.diffStatsSummary().additions()),
            node.diffStatsSummary() == null ? 0 : number(node.diffStatsSummary().deletions()),
            node.diffStatsSummary() == null ? 0 : number(node.diffStatsSummary().fileCount()),
            number(node.userNotesCount()),
            node.createdAt(),
            node.updatedAt(),
            node.mergedAt(),
            closedAt(node, state)));
  }

  /** While it is being merged GitLab calls it locked: not yet merged, and no longer open to it. */
  static PullRequest.State state(@Nullable String word) {
    return switch (text(word)) {
      case "merged" -> PullRequest.State.MERGED;
      case "closed" -> PullRequest.State.CLOSED;
      default -> PullRequest.State.OPEN;
    };
  }

  /** Releases that do not tell when it was closed tell when it was changed last. */
  private static @Nullable Instant closedAt(MergeRequestNode node, PullRequest.State state) {
    return switch (state) {
      case OPEN -> null;
      case MERGED -> node.mergedAt() == null ? node.updatedAt() : node.mergedAt();
      case CLOSED -> node.closedAt() == null ? node.updatedAt() : node.closedAt();
    };
  }

  /** A source that is gone was a fork; its name is not known any more. */
  private static boolean isFork(MergeRequestNode node) {
    return node.targetProjectId() != null && !node.targetProjectId().equals(node.sourceProjectId());
  }

  /** Whoever's account is gone is called ghost, or nobody at all. */
  static Account account(URI baseUrl, @Nullable UserNode user) {
    if (user == null || user.username() == null || user.username().equals("ghost")) {
      return Account.GHOST;
    }
    var isBot = isTrue(user.bot()) || BOT.matcher(user.username()).matches();
    var avatar = user.avatarUrl();
    return new Account(
        user.username(),
        isBot ? Account.Kind.BOT : Account.Kind.USER,
        avatar == null ? null : GitLabAddresses.absolute(baseUrl, avatar));
  }

  private static List<Label> labels(MergeRequestNode node) {
    return Page.all(node.labels()).stream()
        .filter(label -> label.title() != null)
        .map(GitLabMapping::label)
        .toList();
  }

  /** Older servers know colours by name. */
  private static Label label(LabelNode label) {
    var color = text(label.color()).replaceFirst("^#", "");
    return new Label(text(label.title()), color.matches("[0-9a-fA-F]{6}") ? color : "8c8c8c");
  }

  /** The counts tell of all conversations, the words only of those that were read. */
  private static int unresolved(MergeRequestNode node, List<Conversation> read) {
    var open = (int) read.stream().filter(talk -> !talk.resolved()).count();
    var counted = openConversations(node);
    return counted == null ? open : Math.max(open, counted);
  }

  /** How many conversations wait for an answer; null when this GitLab does not count them. */
  static @Nullable Integer openConversations(MergeRequestNode node) {
    return node.resolvableDiscussionsCount() == null || node.resolvedDiscussionsCount() == null
        ? null
        : node.resolvableDiscussionsCount() - node.resolvedDiscussionsCount();
  }

  /** What fails on a train is thrown off it, so that whoever is on it waits. */
  private static List<Waiting> waiting(MergeRequestNode node) {
    var car = node.mergeTrainCar();
    var by = node.mergeUser() == null ? null : node.mergeUser().username();
    if (car != null || node.mergeTrainIndex() != null) {
      var place = node.mergeTrainIndex() == null ? null : node.mergeTrainIndex() + 1;
      var since = car == null ? null : car.createdAt();
      return List.of(new Waiting(Waiting.Kind.QUEUED, place, null, since, null));
    }
    return isTrue(node.autoMergeEnabled()) || "locked".equals(node.state())
        ? List.of(new Waiting(Waiting.Kind.AUTO_MERGE, null, null, null, by))
        : List.of();
  }

  /** {@code gid://gitlab/MergeRequest/42} in short. */
  static String key(@Nullable String id) {
    return id == null ? "" : id.substring(id.lastIndexOf('/') + 1);
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
