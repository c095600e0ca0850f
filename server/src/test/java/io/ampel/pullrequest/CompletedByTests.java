package io.ampel.pullrequest;

import static io.ampel.pullrequest.Facts.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ampel.pullrequest.Check.State;
import io.ampel.pullrequest.ProviderVerdict.Word;
import org.junit.jupiter.api.Test;

class CompletedByTests {

  @Test
  void aTokenThatCannotReadChecksKeepsThoseAnotherRead() {
    var read = facts().check("ci", State.FAILED).pullRequest();
    var unread =
        facts().checksUnreadable("Actions: read").says(Word.UNSTABLE, "UNSTABLE").pullRequest();

    assertThat(unread.completedBy(read).checks()).isEqualTo(read.checks());
  }

  @Test
  void aFailureSeenInPartReplacesTheSuccessSeenBefore() {
    var read = facts().check("ci", State.PASSED).check("lint", State.PASSED).pullRequest();
    var part = facts().checksReadInPart().check("ci", State.FAILED).pullRequest();

    assertThat(part.completedBy(read).checks().all())
        .extracting(Check::name, Check::state)
        .containsExactly(tuple("ci", State.FAILED), tuple("lint", State.PASSED));
  }

  @Test
  void whatIsSeenInPartKeepsWhatOnlyTheWholeReadingTold() {
    var read = facts().checkOf("57", "ci", State.RUNNING, true).pullRequest();
    var part =
        facts()
            .checksReadInPart()
            .check("ci", State.FAILED)
            .says(Word.UNSTABLE, "UNSTABLE")
            .pullRequest();

    assertThat(part.completedBy(read).checks().all())
        .extracting(Check::state, Check::app, Check::required)
        .containsExactly(tuple(State.FAILED, "57", true));
  }

  @Test
  void aCleanWordShowsThatAnOldFailureIsOver() {
    var read = facts().check("ci", State.FAILED).pullRequest();
    var unread = facts().checksUnreadable("Actions: read").pullRequest();

    assertThat(unread.completedBy(read).checks().reading()).isEqualTo(Checks.Reading.NONE);
  }

  @Test
  void checksOfAnotherCommitAreNotKept() {
    var read = facts().check("ci", State.PASSED).headUnknown().pullRequest();
    var unread = facts().checksUnreadable("Actions: read").pullRequest();

    assertThat(unread.completedBy(read).checks().reading()).isEqualTo(Checks.Reading.NONE);
  }

  @Test
  void aBetterReadingReplacesAWorse() {
    var unread = facts().checksUnreadable("Actions: read").pullRequest();
    var read = facts().check("ci", State.PASSED).pullRequest();

    assertThat(read.completedBy(unread).checks()).isEqualTo(read.checks());
  }

  @Test
  void theWordGivenToAnAdministratorDoesNotReplaceTheWordGivenToOthers() {
    var blocked = facts().blockedByProvider().pullRequest();
    var clean = facts().askedByAdministrator().pullRequest();

    assertThat(clean.completedBy(blocked).verdict().word()).isEqualTo(Word.BLOCKED);
  }

  @Test
  void itDoesWhenAnythingElseMoved() {
    var blocked = facts().blockedByProvider().check("ci", State.RUNNING).pullRequest();
    var clean = facts().askedByAdministrator().check("ci", State.PASSED).pullRequest();

    assertThat(clean.completedBy(blocked).verdict().word()).isEqualTo(Word.CLEAN);
  }

  @Test
  void aGoodWordIsDoubtedOnceAfterTheTargetMoved() {
    var before = facts().targetTipUnknown().pullRequest();
    var first = facts().pullRequest();
    var moved = first.with(first.mergeability(), first.verdict(), first.checks());

    assertThat(first.completedBy(before).mergeability()).isEqualTo(Mergeability.MERGEABLE);
    assertThat(facts().targetTip("d".repeat(40)).pullRequest().completedBy(moved).mergeability())
        .isEqualTo(Mergeability.UNKNOWN);
  }
}
