package io.ampel.pullrequest;

import io.ampel.pullrequest.Checks.Reading;
import io.ampel.pullrequest.Reason.Code;

/**
 * The provider's own word, heard last: it can hold a light at grey where our reading finds nothing,
 * and it alone can make green what a token cannot read.
 */
record ProviderRule(PullRequest pullRequest, MergeRequirements requirements, Readiness ours) {

  Readiness judge() {
    var found = new Findings();
    if (pullRequest.checks().reading() != Reading.ALL) {
      unreadChecks(found);
    } else if (ours.light() == TrafficLight.READY) {
      disagreement(found);
    }
    return found.readiness();
  }

  private void unreadChecks(Findings found) {
    if (isClean() && pullRequest.targetTip() != null && isProof()) {
      found.note(Note.Code.CHECKS_NOT_LISTED, null);
      return;
    }
    var permission = pullRequest.checks().missingPermission();
    found.add(
        Reason.of(Code.CHECKS_UNREADABLE, Actor.tokenOwner())
            .details(permission == null ? "" : permission));
  }

  private void disagreement(Findings found) {
    var word = pullRequest.verdict();
    switch (word.word()) {
      case CLEAN -> {
        if (word.mayBypass() && !requirements.unverified().isEmpty()) {
          found.add(providerBlocks());
        }
      }
      case UNSTABLE -> {
        if (ours.notBlocking().stream().noneMatch(ProviderRule::explainsUnstable)) {
          found.add(providerBlocks());
        }
      }
      case BLOCKED -> found.add(providerBlocks());
      case NONE -> {
        if (!requirements.unverified().isEmpty()) {
          found.add(providerBlocks());
        }
        if (requirements.source() == MergeRequirements.Source.GUESSED) {
          found.note(Note.Code.RULES_UNREADABLE, null);
        }
      }
      case CONFLICT, DRAFT, COMPUTING, BEHIND ->
          found.add(Reason.of(Code.MERGEABILITY_COMPUTING, Actor.provider()));
      case UNKNOWN ->
          found.add(Reason.of(Code.WORD_UNKNOWN, Actor.maintainer()).details(word.raw()));
    }
  }

  private Reason providerBlocks() {
    return Reason.of(Code.PROVIDER_BLOCKS, Actor.maintainer())
        .evidence(pullRequest.url())
        .details(pullRequest.verdict().raw(), String.join(", ", requirements.unverified()));
  }

  /**
   * To somebody who may bypass the rules the provider's good word hides a failing required check.
   */
  private boolean isProof() {
    return !pullRequest.verdict().mayBypass()
        || (requirements.checks().isEmpty()
            && requirements.unverified().isEmpty()
            && requirements.source() != MergeRequirements.Source.GUESSED);
  }

  private static boolean explainsUnstable(Note note) {
    return note.code() == Note.Code.OPTIONAL_CHECK_FAILED
        || note.code() == Note.Code.OPTIONAL_CHECK_RUNNING;
  }

  private boolean isClean() {
    return pullRequest.verdict().word() == ProviderVerdict.Word.CLEAN
        && pullRequest.mergeability() == Mergeability.MERGEABLE;
  }
}
