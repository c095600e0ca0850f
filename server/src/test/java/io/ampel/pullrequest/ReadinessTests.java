package io.ampel.pullrequest;

import static io.ampel.pullrequest.Check.State.CANCELLED;
import static io.ampel.pullrequest.Check.State.FAILED;
import static io.ampel.pullrequest.Check.State.MANUAL;
import static io.ampel.pullrequest.Check.State.PASSED;
import static io.ampel.pullrequest.Check.State.QUEUED;
import static io.ampel.pullrequest.Check.State.RUNNING;
import static io.ampel.pullrequest.Check.State.SKIPPED;
import static io.ampel.pullrequest.Facts.facts;
import static io.ampel.pullrequest.TrafficLight.BLOCKED;
import static io.ampel.pullrequest.TrafficLight.READY;
import static io.ampel.pullrequest.TrafficLight.UNKNOWN;
import static io.ampel.pullrequest.TrafficLight.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ampel.pullrequest.ProviderVerdict.Word;
import io.ampel.pullrequest.Reason.Code;
import io.ampel.pullrequest.Review.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReadinessTests {

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"branches", "reviews", "checks", "provider"})
  void lightAndReasons(String situation, TrafficLight light, List<Code> codes, Facts facts) {
    var readiness = facts.readiness();

    assertThat(readiness.light()).isEqualTo(light);
    assertThat(readiness.reasons()).extracting(Reason::code).containsExactlyElementsOf(codes);
  }

  static Stream<Arguments> branches() {
    return Stream.of(
        row("no checks, no review rule, mergeable", READY, facts()),
        row("draft, otherwise fine", WAITING, facts().draft(), Code.DRAFT),
        row(
            "conflict with green checks",
            BLOCKED,
            facts().conflict().check("ci", PASSED),
            Code.CONFLICT),
        row(
            "draft with a conflict",
            BLOCKED,
            facts().draft().conflict(),
            Code.CONFLICT,
            Code.DRAFT),
        row("still computing", UNKNOWN, facts().computing(), Code.MERGEABILITY_COMPUTING),
        row(
            "computing and a failed check",
            BLOCKED,
            facts().computing().check("ci", FAILED),
            Code.CHECK_FAILED,
            Code.MERGEABILITY_COMPUTING),
        row(
            "behind, up to date demanded",
            WAITING,
            facts().needsUpToDate().behindBy(3),
            Code.BEHIND),
        row(
            "behind by the provider's word",
            WAITING,
            facts().says(Word.BEHIND, "BEHIND"),
            Code.BEHIND),
        row(
            "behind hidden by BLOCKED",
            WAITING,
            facts().needsUpToDate().behindBy(1).blockedByProvider(),
            Code.BEHIND),
        row("behind, nobody demands up to date", READY, facts().behindBy(3)),
        row(
            "required conversation unresolved",
            BLOCKED,
            facts().needsConversationsResolved().unresolvedConversations(2).blockedByProvider(),
            Code.CONVERSATIONS_UNRESOLVED),
        row("conversation unresolved, not required", READY, facts().unresolvedConversations(2)),
        row(
            "two approvals demanded for this one, one given",
            WAITING,
            facts().demands("", 2).approvedBy("kim"),
            Code.NOBODY_ASKED),
        row("as many as demanded", READY, facts().demands("", 1).approvedBy("kim")),
        row(
            "the author's own approval where one is demanded",
            WAITING,
            facts().demands("", 1).approvedBy("maria"),
            Code.NOBODY_ASKED),
        row(
            "approved by somebody outside the group",
            WAITING,
            facts().branchDemands("Default reviewers", 1, Account.user("li")).approvedBy("kim"),
            Code.GROUP_APPROVALS_MISSING),
        row(
            "fewer builds than the branch demands",
            WAITING,
            facts().builds(2).check("ci", PASSED),
            Code.BUILDS_MISSING),
        row("as many builds as demanded", READY, facts().builds(1).check("ci", PASSED)),
        row("in the merge queue", WAITING, facts().queued(2), Code.IN_QUEUE),
        row("thrown out of the queue", BLOCKED, facts().thrownOutOfQueue(), Code.QUEUE_REJECTED),
        row("auto-merge armed", WAITING, facts().autoMerge(), Code.AUTO_MERGE),
        row("archived repository", BLOCKED, facts().archived(), Code.REPOSITORY_READ_ONLY),
        row("head unknown", UNKNOWN, facts().headUnknown(), Code.HEAD_UNKNOWN),
        row("author's account deleted", READY, facts().author(Account.GHOST)));
  }

  static Stream<Arguments> reviews() {
    return Stream.of(
        row("changes requested, then approved by the same person", READY, facts().approvedBy("li")),
        row(
            "approved, then only commented: the opinion stays",
            READY,
            facts().needsApprovals(1).approvedBy("li")),
        row(
            "changes requested by a writer",
            BLOCKED,
            facts().objectionBy("li"),
            Code.CHANGES_REQUESTED),
        row("changes requested by a reader", READY, facts().objectionByReader("guest")),
        row(
            "changes requested, then asked again",
            WAITING,
            facts().objectionBy("li").asked("li"),
            Code.REVIEW_PENDING),
        row(
            "an objection and enough approvals",
            BLOCKED,
            facts().needsApprovals(1).approvedBy("kim").objectionBy("li"),
            Code.CHANGES_REQUESTED),
        row(
            "needs two approvals, has one",
            WAITING,
            facts().needsApprovals(2).approvedBy("li").asked("kim").blockedByProvider(),
            Code.APPROVALS_MISSING),
        row(
            "needs one, nobody asked",
            WAITING,
            facts().needsApprovals(1).blockedByProvider(),
            Code.NOBODY_ASKED),
        row("one needed and given", READY, facts().needsApprovals(1).approvedBy("li")),
        row(
            "one needed, given by the author",
            WAITING,
            facts().needsApprovals(1).approvedBy("maria").asked("li"),
            Code.APPROVALS_MISSING),
        row(
            "one needed, given by a bot",
            WAITING,
            facts().needsApprovals(1).approvedBy(Account.bot("approver")).asked("li"),
            Code.APPROVALS_MISSING),
        row(
            "one needed, given by a reader",
            WAITING,
            facts()
                .needsApprovals(1)
                .review(Account.user("guest"), Verdict.APPROVED, false, Facts.HEAD)
                .asked("li"),
            Code.APPROVALS_MISSING),
        row(
            "approval older than the head, stale ones dismissed",
            WAITING,
            facts().needsApprovals(1).dismissesStale().approvedOlderCommitBy("li").asked("li"),
            Code.APPROVALS_MISSING),
        row(
            "approval older than the head, kept",
            READY,
            facts().needsApprovals(1).approvedOlderCommitBy("li")),
        row(
            "review dismissed",
            WAITING,
            facts().needsApprovals(1).dismissed("li").asked("kim"),
            Code.APPROVALS_MISSING),
        row("no rule, asked and not given", WAITING, facts().asked("li"), Code.REVIEW_PENDING),
        row("no rule, asked, one approval", READY, facts().asked("li").approvedBy("kim")),
        row(
            "no rule, asked, only a bot approved",
            WAITING,
            facts().asked("li").approvedBy(Account.bot("approver")),
            Code.REVIEW_PENDING),
        row(
            "no rule, asked, waiting switched off",
            READY,
            facts()
                .asked("li")
                .policy(new Policy(List.of(), null, false, Duration.ofHours(1), "ada", Facts.NOW))),
        row(
            "approvals set in Ampel",
            WAITING,
            facts()
                .asked("li")
                .policy(new Policy(List.of(), 1, true, Duration.ofHours(1), "ada", Facts.NOW)),
            Code.APPROVALS_MISSING),
        row(
            "number of approvals not readable",
            WAITING,
            facts().needsApprovals(null).asked("li"),
            Code.APPROVALS_MISSING),
        row(
            "review required by the provider's sum alone",
            WAITING,
            facts().decision(ReviewDecision.REVIEW_REQUIRED).asked("li").rulesUnreadable(),
            Code.APPROVALS_MISSING),
        row(
            "enough approvals, the code owner's missing",
            WAITING,
            facts()
                .needsApprovals(1)
                .needsCodeOwners()
                .approvedBy("li")
                .askedTeam("acme/security")
                .decision(ReviewDecision.REVIEW_REQUIRED)
                .blockedByProvider(),
            Code.CODE_OWNER_MISSING),
        row(
            "the only approval is the last pusher's",
            WAITING,
            facts()
                .needsApprovals(1)
                .needsAnotherThanThePusher()
                .lastPusher("li")
                .approvedBy("li")
                .decision(ReviewDecision.NOT_TOLD),
            Code.LAST_PUSH_APPROVAL_MISSING),
        row(
            "the only approval is the last pusher's, and the provider is content",
            READY,
            facts()
                .needsApprovals(1)
                .needsAnotherThanThePusher()
                .lastPusher("li")
                .approvedBy("li")
                .decision(ReviewDecision.APPROVED)),
        row(
            "two approvals needed, one of them the last pusher's",
            READY,
            facts()
                .needsApprovals(2)
                .needsAnotherThanThePusher()
                .lastPusher("li")
                .approvedBy("li")
                .approvedBy("kim")
                .decision(ReviewDecision.APPROVED)),
        row(
            "last push needs another approval",
            WAITING,
            facts()
                .needsApprovals(1)
                .needsAnotherThanThePusher()
                .approvedBy("li")
                .decision(ReviewDecision.REVIEW_REQUIRED),
            Code.LAST_PUSH_APPROVAL_MISSING));
  }

  static Stream<Arguments> checks() {
    var many = facts();
    IntStream.range(0, 130).forEach(number -> many.check("job " + number, PASSED));
    many.requires("the last").check("the last", FAILED).blockedByProvider();
    return Stream.of(
        row(
            "required status failing, approved",
            BLOCKED,
            facts().approvedBy("li").requires("ci").check("ci", FAILED),
            Code.CHECK_FAILED),
        row(
            "required by the check's own word, failing",
            BLOCKED,
            facts().requiredCheck("ci", FAILED).rulesUnreadable(),
            Code.CHECK_FAILED),
        row("more than 100 checks, the failing one last", BLOCKED, many, Code.CHECK_FAILED),
        row(
            "two workflows, equal job names, one fails",
            BLOCKED,
            facts()
                .requires("build")
                .check("build", "ci", PASSED)
                .check("build", "nightly", FAILED),
            Code.CHECK_FAILED),
        row(
            "required running, approved",
            WAITING,
            facts().approvedBy("li").requires("ci").check("ci", RUNNING),
            Code.CHECK_RUNNING),
        row(
            "required queued",
            WAITING,
            facts().requires("ci").check("ci", QUEUED),
            Code.CHECK_RUNNING),
        row(
            "required cancelled",
            BLOCKED,
            facts().requires("ci").check("ci", CANCELLED),
            Code.CHECK_FAILED),
        row("required skipped", READY, facts().requires("ci").check("ci", SKIPPED)),
        row(
            "optional failed where required ones are named",
            READY,
            facts()
                .requires("ci")
                .check("ci", PASSED)
                .check("lint", FAILED)
                .says(Word.UNSTABLE, "UNSTABLE")),
        row("allowed to fail", READY, facts().allowedToFail("fuzz").check("ci", PASSED)),
        row(
            "failed, none named as required",
            BLOCKED,
            facts().check("ci", FAILED),
            Code.CHECK_FAILED),
        row(
            "running, none named as required",
            WAITING,
            facts().check("ci", RUNNING),
            Code.CHECK_RUNNING),
        row(
            "failed, rules unreadable",
            BLOCKED,
            facts().rulesUnreadable().check("ci", FAILED),
            Code.CHECK_FAILED),
        row(
            "narrowed in Ampel to another check",
            READY,
            facts()
                .policy(
                    new Policy(List.of("ci"), null, true, Duration.ofHours(1), "ada", Facts.NOW))
                .check("ci", PASSED)
                .check("lint", FAILED)
                .says(Word.UNSTABLE, "UNSTABLE")),
        row(
            "manual job that blocks the merge",
            WAITING,
            facts().requires("deploy").check("deploy", MANUAL),
            Code.CHECK_NEEDS_PERSON),
        row(
            "manual job that blocks nothing",
            READY,
            facts().requires("ci").check("ci", PASSED).check("deploy", MANUAL)),
        row(
            "unknown word of a counting check",
            UNKNOWN,
            facts().check("ci", Check.State.UNKNOWN),
            Code.CHECK_UNKNOWN),
        row(
            "checks of an older commit",
            UNKNOWN,
            facts().check("ci", PASSED).checksOfOlderCommit(),
            Code.CHECKS_OUTDATED),
        row(
            "required of an app, passed by another app",
            WAITING,
            facts().requiresOf("15368", "build").checkOf("254", "build", PASSED, false),
            Code.CHECK_MISSING),
        row(
            "required of an app, failed by another app",
            WAITING,
            facts().requiresOf("15368", "build").checkOf("254", "build", FAILED, false),
            Code.CHECK_MISSING),
        row(
            "required of an app and passed by it, another app's failed",
            READY,
            facts()
                .requiresOf("15368", "build")
                .checkOf("15368", "build", PASSED, true)
                .checkOf("254", "build", FAILED, false)
                .says(Word.UNSTABLE, "UNSTABLE")),
        row(
            "required of two apps, one has reported",
            WAITING,
            facts()
                .requiresOf("15368", "build")
                .requiresOf("254", "build")
                .checkOf("254", "build", PASSED, true),
            Code.CHECK_MISSING),
        row(
            "required of an app, reported by nobody knows whom, required by the provider's word",
            READY,
            facts().requiresOf("254", "build").checkOf(null, "build", PASSED, true)),
        row(
            "required of an app, reported by nobody knows whom, not required by its word",
            WAITING,
            facts().requiresOf("254", "build").checkOf(null, "build", PASSED, false),
            Code.CHECK_MISSING),
        row(
            "required never reported, just now",
            WAITING,
            facts().requires("ci"),
            Code.CHECK_MISSING),
        row(
            "required never reported, long ago",
            BLOCKED,
            facts().requires("ci").updated(Duration.ofHours(2)),
            Code.CHECK_NEVER_STARTED),
        row(
            "required never reported, pushed long ago, commented just now",
            BLOCKED,
            facts().requires("ci").pushed(Duration.ofHours(2)).updated(Duration.ofMinutes(1)),
            Code.CHECK_NEVER_STARTED),
        row(
            "required never reported, pushed just now, opened long ago",
            WAITING,
            facts().requires("ci").pushed(Duration.ofMinutes(2)).updated(Duration.ofMinutes(1)),
            Code.CHECK_MISSING));
  }

  static Stream<Arguments> provider() {
    return Stream.of(
        row(
            "checks unreadable, CLEAN on a known tip",
            READY,
            facts().checksUnreadable("Actions: read")),
        row(
            "checks unreadable, CLEAN on an unknown tip",
            UNKNOWN,
            facts().checksUnreadable("Actions: read").targetTipUnknown(),
            Code.CHECKS_UNREADABLE),
        row(
            "checks unreadable, UNSTABLE",
            UNKNOWN,
            facts().checksUnreadable("Actions: read").says(Word.UNSTABLE, "UNSTABLE"),
            Code.CHECKS_UNREADABLE),
        row(
            "checks unreadable, BLOCKED",
            UNKNOWN,
            facts().checksUnreadable("Actions: read").blockedByProvider(),
            Code.CHECKS_UNREADABLE),
        row(
            "checks unreadable, CLEAN to one who may bypass, rules unread",
            UNKNOWN,
            facts().checksUnreadable("Actions: read").askedByAdministrator().rulesUnreadable(),
            Code.CHECKS_UNREADABLE),
        row(
            "checks unreadable, CLEAN to one who may bypass, checks required",
            UNKNOWN,
            facts().checksUnreadable("Actions: read").askedByAdministrator().requires("ci"),
            Code.CHECKS_UNREADABLE),
        row(
            "checks read in part and failing",
            BLOCKED,
            facts().checksReadInPart().check("ci", FAILED).says(Word.UNSTABLE, "UNSTABLE"),
            Code.CHECK_FAILED,
            Code.CHECKS_UNREADABLE),
        row("checks read in part, CLEAN", READY, facts().checksReadInPart().check("ci", PASSED)),
        row(
            "BLOCKED without a reason we can see",
            UNKNOWN,
            facts().blockedByProvider(),
            Code.PROVIDER_BLOCKS),
        row(
            "CLEAN to an administrator, an approval missing",
            WAITING,
            facts().askedByAdministrator().needsApprovals(1).asked("li"),
            Code.APPROVALS_MISSING),
        row(
            "CLEAN to an administrator, a rule Ampel cannot judge",
            UNKNOWN,
            facts().askedByAdministrator().unverifiedRule("required deployments"),
            Code.PROVIDER_BLOCKS),
        row(
            "CLEAN, a rule Ampel cannot judge",
            READY,
            facts().unverifiedRule("required deployments")),
        row(
            "UNSTABLE without anything that explains it",
            UNKNOWN,
            facts().says(Word.UNSTABLE, "UNSTABLE"),
            Code.PROVIDER_BLOCKS),
        row(
            "a word we do not know",
            UNKNOWN,
            facts().says(Word.UNKNOWN, "WEIRD"),
            Code.WORD_UNKNOWN));
  }

  private static Arguments row(String situation, TrafficLight light, Facts facts, Code... codes) {
    return arguments(situation, light, List.of(codes), facts);
  }

  @Test
  void reasonsStandWorstFirst() {
    var light = facts().draft().conflict().check("ci", RUNNING).readiness();

    assertThat(light.reasons())
        .extracting(Reason::light)
        .containsExactly(BLOCKED, WAITING, WAITING);
  }

  @Test
  void anOptionalFailureIsNotedApart() {
    var light =
        facts()
            .requires("ci")
            .check("ci", PASSED)
            .check("lint", FAILED)
            .says(Word.UNSTABLE, "UNSTABLE")
            .readiness();

    assertThat(light.notBlocking())
        .extracting(Note::code, Note::details)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Note.Code.OPTIONAL_CHECK_FAILED, List.of("lint")));
  }

  @Test
  void unreadableChecksNameWhatTheTokenLacks() {
    var light = facts().checksUnreadable("Actions: read").blockedByProvider().readiness();

    assertThat(light.reasons().getFirst().details()).containsExactly("Actions: read");
  }

  @Test
  void greenByTheProvidersWordIsNotedAsSuch() {
    var light = facts().checksUnreadable("Actions: read").readiness();

    assertThat(light.notBlocking())
        .extracting(Note::code)
        .containsExactly(Note.Code.CHECKS_NOT_LISTED);
  }

  @Test
  void aGuessIsMarkedAsOne() {
    var light = facts().rulesUnreadable().check("ci", FAILED).readiness();

    assertThat(light.reasons().getFirst().certain()).isFalse();
  }

  @Test
  void theObjectorIsNamed() {
    var light = facts().objectionBy("li").readiness();

    assertThat(light.reasons().getFirst().details()).containsExactly("li");
    assertThat(light.reasons().getFirst().actors())
        .containsExactly(new Actor(Actor.Role.AUTHOR, "maria"));
  }

  @Test
  void approvalsAreCounted() {
    var light = facts().needsApprovals(2).approvedBy("li").asked("kim").readiness();

    assertThat(light.reasons().getFirst().details()).containsExactly("1", "2");
    assertThat(light.reasons().getFirst().actors())
        .containsExactly(new Actor(Actor.Role.REVIEWER, "kim"));
  }

  @Test
  void aCheckThatNeverReportedWillBlockAtAKnownInstant() {
    var light = facts().requires("ci").readiness();

    assertThat(light.changesAt()).contains(Facts.NOW.plus(Duration.ofMinutes(50)));
  }

  @Test
  void aReasonKeepsTheMomentItBegan() {
    var earlier = facts().asked("li").readiness().since(List.of(), Facts.NOW);
    var later =
        facts().asked("li").readiness().since(earlier.reasons(), Facts.NOW.plusSeconds(600));

    assertThat(later.reasons().getFirst().since()).isEqualTo(Facts.NOW);
  }

  @ParameterizedTest
  @EnumSource(Word.class)
  void noWordOfTheProviderMakesGreenWhatTheFactsForbid(Word word) {
    assertThat(facts().conflict().says(word, word.name()).readiness().light()).isEqualTo(BLOCKED);
    assertThat(facts().check("ci", FAILED).says(word, word.name()).readiness().light())
        .isEqualTo(BLOCKED);
    assertThat(facts().objectionBy("li").says(word, word.name()).readiness().light())
        .isEqualTo(BLOCKED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Word.class,
      names = {"CLEAN", "NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void onlyACleanWordLeavesGreen(Word word) {
    assertThat(facts().says(word, word.name()).readiness().light()).isNotEqualTo(READY);
    assertThat(facts().checksUnreadable("x").says(word, word.name()).readiness().light())
        .isNotEqualTo(READY);
  }

  @Test
  void aProviderWithoutAWordLeavesTheLightToTheFacts() {
    assertThat(facts().says(Word.NONE, "").readiness().light()).isEqualTo(READY);
    assertThat(facts().says(Word.NONE, "").checksUnreadable("x").readiness().light())
        .isEqualTo(UNKNOWN);
  }

  @Test
  void aDistanceThatNobodyTellsHoldsGreenWhereItIsDemandedAndTheProviderSaysNoWord() {
    assertThat(facts().says(Word.NONE, "").needsUpToDate().readiness().light()).isEqualTo(UNKNOWN);
    assertThat(facts().says(Word.NONE, "").needsUpToDate().behindBy(0).readiness().light())
        .isEqualTo(READY);
  }

  @Test
  void aRuleThatNobodyCanJudgeHoldsGreenWhereTheProviderSaysNoWord() {
    var light = facts().says(Word.NONE, "").unverifiedRule("all dependencies merged").readiness();
    assertThat(light.light()).isEqualTo(UNKNOWN);
    assertThat(light.reasons()).extracting(Reason::code).containsExactly(Code.PROVIDER_BLOCKS);
  }

  @Test
  void whereNobodySaysAWordAndTheRulesAreUnreadableGreenSaysSo() {
    var light = facts().says(Word.NONE, "").rulesUnreadable().readiness();

    assertThat(light.light()).isEqualTo(READY);
    assertThat(light.notBlocking())
        .extracting(Note::code)
        .containsExactly(Note.Code.RULES_UNREADABLE);
  }

  @ParameterizedTest
  @EnumSource(Obstacle.Kind.class)
  void everyObstacleOfTheProviderHoldsTheLight(Obstacle.Kind kind) {
    var light = facts().says(Word.BLOCKED, kind.name()).obstacle(Obstacle.of(kind, 2)).readiness();

    assertThat(light.reasons()).extracting(Reason::code).containsExactly(Code.valueOf(kind.name()));
    assertThat(light.light()).isIn(WAITING, BLOCKED);
  }

  @Test
  void aPipelineThatDoesNotStartInTimeIsSomebodysToStart() {
    var missing = Obstacle.of(Obstacle.Kind.PIPELINE_MISSING);
    var waiting = facts().obstacle(missing).readiness();
    assertThat(waiting.reasons()).extracting(Reason::code).containsExactly(Code.PIPELINE_MISSING);
    assertThat(waiting.changesAt()).isPresent();
    var late = facts().obstacle(missing).updated(Duration.ofHours(2)).readiness();
    assertThat(late.light()).isEqualTo(BLOCKED);
    assertThat(late.reasons())
        .singleElement()
        .satisfies(reason -> {
          assertThat(reason.code()).isEqualTo(Code.CHECK_NEVER_STARTED);
          assertThat(reason.details()).containsExactly("pipeline");
        });
  }

  @Test
  void anObstacleWithAnEndGoesByItself() {
    var at = Facts.NOW.plusSeconds(3600);
    var told = facts().obstacle(Obstacle.of(Obstacle.Kind.NOT_BEFORE, 1, at).until(at));

    assertThat(told.readiness().light()).isEqualTo(WAITING);
    assertThat(told.readiness().changesAt()).contains(at);
    assertThat(Readiness.of(told.pullRequest(), told.repository(), told.requirements(), at).light())
        .isEqualTo(READY);
  }

  @Test
  void aGroupThatMustApproveIsAskedByName() {
    var kim = Account.user("kim");
    var li = Account.user("li");
    var light = facts().demands("Security", 2, kim, li).approvedBy("kim").readiness();

    assertThat(light.light()).isEqualTo(WAITING);
    assertThat(light.reasons().getFirst().code()).isEqualTo(Code.GROUP_APPROVALS_MISSING);
    assertThat(light.reasons().getFirst().details()).containsExactly("1", "2", "Security");
    assertThat(light.reasons().getFirst().actors())
        .containsExactly(new Actor(Actor.Role.REVIEWER, "li"));
  }
}
