package io.ampel.pullrequest;

import io.ampel.pullrequest.ProviderVerdict.Word;
import io.ampel.pullrequest.Reason.Code;

/** Draft, conflict, distance to the target branch, conversations, queue. */
record BranchRule(PullRequest pullRequest, Repository repository, MergeRequirements requirements) {

  Readiness judge() {
    var found = new Findings();
    if (repository.archived()) {
      found.add(Reason.of(Code.REPOSITORY_READ_ONLY, Actor.maintainer()));
    }
    draft(found);
    conflict(found);
    behind(found);
    conversations(found);
    pullRequest.waiting().forEach(waiting -> queue(found, waiting));
    if (pullRequest.headSha().isEmpty()) {
      found.add(Reason.of(Code.HEAD_UNKNOWN, Actor.provider()));
    }
    return found.readiness();
  }

  private void draft(Findings found) {
    if (pullRequest.draft()) {
      found.add(Reason.of(Code.DRAFT, author()));
    }
  }

  private void conflict(Findings found) {
    switch (pullRequest.mergeability()) {
      case CONFLICTING ->
          found.add(
              Reason.of(Code.CONFLICT, author())
                  .evidence(pullRequest.url())
                  .details(pullRequest.targetBranch()));
      case UNKNOWN -> found.add(Reason.of(Code.MERGEABILITY_COMPUTING, Actor.provider()));
      case MERGEABLE -> {}
    }
  }

  private void behind(Findings found) {
    var commits = pullRequest.behindBy();
    if (requirements.upToDate() && commits == null && pullRequest.verdict().word() == Word.NONE) {
      // Nobody else would say that it lags.
      found.add(Reason.of(Code.MERGEABILITY_COMPUTING, Actor.provider()));
      return;
    }
    var known = requirements.upToDate() && commits != null && commits > 0;
    if (known || pullRequest.verdict().word() == Word.BEHIND) {
      found.add(
          Reason.of(Code.BEHIND, author())
              .evidence(pullRequest.url())
              .details(pullRequest.targetBranch(), commits == null ? 0 : commits));
    }
  }

  private void conversations(Findings found) {
    var open = pullRequest.unresolvedConversations();
    if (open == 0) {
      return;
    }
    var first = pullRequest.conversations().stream().filter(talk -> !talk.resolved()).findFirst();
    var url = first.map(Conversation::url).orElse(pullRequest.url());
    if (!requirements.conversations()) {
      found.note(Note.Code.CONVERSATIONS_OPEN, url, open);
      return;
    }
    found.add(
        Reason.of(Code.CONVERSATIONS_UNRESOLVED, author(), Actor.reviewer())
            .evidence(url)
            .since(first.map(Conversation::at).orElse(null))
            .details(open));
  }

  private void queue(Findings found, Waiting waiting) {
    var place = waiting.position() == null ? "0" : waiting.position().toString();
    var expected = waiting.expectedAt() == null ? "" : waiting.expectedAt().toString();
    found.add(
        switch (waiting.kind()) {
          case QUEUED ->
              Reason.of(Code.IN_QUEUE, Actor.provider())
                  .since(waiting.since())
                  .details(place, expected);
          case QUEUE_REJECTED ->
              Reason.of(Code.QUEUE_REJECTED, author())
                  .since(waiting.since())
                  .evidence(pullRequest.url());
          case AUTO_MERGE ->
              Reason.of(Code.AUTO_MERGE, Actor.provider())
                  .since(waiting.since())
                  .details(waiting.by() == null ? "" : waiting.by());
        });
  }

  private Actor author() {
    return Actor.author(pullRequest.author());
  }
}
