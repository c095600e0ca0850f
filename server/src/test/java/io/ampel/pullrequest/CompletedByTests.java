package io.ampel.pullrequest;

import static io.ampel.pullrequest.Facts.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ampel.pullrequest.Check.State;
import io.ampel.pullrequest.ProviderVerdict.Word;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletedByTests {

  @Test
  void issuesThatWereNotAskedForStayThoseThatWereTold() {
    var issue = new LinkedIssue("acme/api", "#4", "Slow", "https://gitlab.com/acme/api", true);
    var told = facts().closes(List.of(issue)).pullRequest();
    var unasked = facts().closes(null).pullRequest();

    assertThat(unasked.completedBy(told).issues()).containsExactly(issue);
    assertThat(facts().closes(null).head("bbb").pullRequest().completedBy(told).issues())
        .containsExactly(issue);
    assertThat(unasked.completedBy(unasked).issues()).isNull();
    assertThat(facts().closes(List.of()).pullRequest().completedBy(told).issues()).isEmpty();
  }

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
  void aHeadKeepsTheTimeWithWhichItWasFirstSeenWhateverHappensLater() {
    var first = facts().updated(Duration.ofHours(3)).pullRequest();
    var commented = facts().updated(Duration.ofMinutes(1)).pullRequest().completedBy(first);
    var again = facts().updated(Duration.ofSeconds(1)).pullRequest().completedBy(commented);

    assertThat(again.headSince()).isEqualTo(first.updatedAt());
    assertThat(first.completedBy(first)).isEqualTo(first);
  }

  @Test
  void aNewHeadCountsFromWhenItWasSeenHoweverOldItsCommit() {
    var first = facts().pushed(Duration.ofHours(9)).pullRequest();
    var pushed =
        facts()
            .head("e".repeat(40))
            .pushed(Duration.ofHours(8))
            .updated(Duration.ofMinutes(2))
            .pullRequest();

    assertThat(pushed.completedBy(first).headSince()).isEqualTo(pushed.updatedAt());
  }

  @Test
  void aTokenThatIsNotToldWhoPushedKeepsWhatAnotherWasTold() {
    var told = facts().lastPusher("li").pullRequest();
    var untold = facts().pullRequest();

    assertThat(untold.completedBy(told).pusher()).isEqualTo(Account.user("li"));
    assertThat(facts().head("e".repeat(40)).pullRequest().completedBy(told).pusher()).isNull();
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
