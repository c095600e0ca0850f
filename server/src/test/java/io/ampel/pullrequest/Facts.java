package io.ampel.pullrequest;

import io.ampel.pullrequest.Check.State;
import io.ampel.pullrequest.MergeRequirements.RequiredCheck;
import io.ampel.pullrequest.ProviderVerdict.Word;
import io.ampel.pullrequest.Review.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A pull request of maria's that nothing stands in the way of, until a test says otherwise. */
public final class Facts {
  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  public static final String HEAD = "a".repeat(40);
  static final String OLDER = "b".repeat(40);

  private Account author = Account.user("maria");
  private boolean draft;
  private boolean archived;
  private String headSha = HEAD;
  private @Nullable String targetTip = "c".repeat(40);
  private PullRequest.State state = PullRequest.State.OPEN;
  private Mergeability mergeability = Mergeability.MERGEABLE;
  private ProviderVerdict verdict = new ProviderVerdict(Word.CLEAN, "CLEAN", false);
  private ReviewDecision decision = ReviewDecision.NOT_REQUIRED;
  private @Nullable Integer behindBy;
  private @Nullable Account lastPusher;
  private @Nullable Instant pushedAt;
  private Checks.Reading reading = Checks.Reading.ALL;
  private String checksSha = HEAD;
  private @Nullable String missingPermission;
  private final List<Check> checks = new ArrayList<>();
  private final List<Review> reviews = new ArrayList<>();
  private final List<ReviewRequest> requested = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Obstacle> obstacles = new ArrayList<>();
  private final List<ApprovalDemand> demands = new ArrayList<>();
  private int unresolved;
  private @Nullable List<LinkedIssue> issues = List.of();
  private Instant updatedAt = NOW.minus(Duration.ofMinutes(10));
  private String title = "Add a rate limiter";

  private MergeRequirements.Source source = MergeRequirements.Source.PROVIDER;
  private @Nullable Integer approvals = 0;
  private boolean codeOwners;
  private boolean lastPush;
  private boolean dismissesStale;
  private boolean upToDate;
  private boolean conversations;
  private final Set<RequiredCheck> requiredChecks = new LinkedHashSet<>();
  private final List<String> unverified = new ArrayList<>();
  private final List<ApprovalDemand> branchDemands = new ArrayList<>();
  private int builds;
  private Policy policy = Policy.DEFAULT;

  public static Facts facts() {
    return new Facts();
  }

  public Facts title(String words) {
    title = words;
    return this;
  }

  Facts obstacle(Obstacle obstacle) {
    obstacles.add(obstacle);
    return this;
  }

  Facts demands(String name, int needed, Account... from) {
    demands.add(new ApprovalDemand(name, needed, List.of(from)));
    return this;
  }

  Facts branchDemands(String name, int needed, Account... from) {
    branchDemands.add(new ApprovalDemand(name, needed, List.of(from)));
    return this;
  }

  Facts builds(int least) {
    builds = least;
    return this;
  }

  Facts author(Account somebody) {
    author = somebody;
    return this;
  }

  Facts draft() {
    draft = true;
    return says(Word.DRAFT, "DRAFT");
  }

  Facts over(PullRequest.State end) {
    state = end;
    return this;
  }

  Facts conflict() {
    mergeability = Mergeability.CONFLICTING;
    return says(Word.CONFLICT, "DIRTY");
  }

  Facts computing() {
    mergeability = Mergeability.UNKNOWN;
    return says(Word.COMPUTING, "UNKNOWN");
  }

  Facts says(Word word, String raw) {
    verdict = new ProviderVerdict(word, raw, verdict.mayBypass());
    return this;
  }

  Facts blockedByProvider() {
    return says(Word.BLOCKED, "BLOCKED");
  }

  Facts askedByAdministrator() {
    verdict = new ProviderVerdict(verdict.word(), verdict.raw(), true);
    return this;
  }

  Facts decision(ReviewDecision sum) {
    decision = sum;
    return this;
  }

  Facts check(String name, State is) {
    return check(name, "", is);
  }

  Facts check(String name, String group, State is) {
    checks.add(
        new Check(
            name, group, is, null, false, is.name(), "https://ci/" + name, null, null, null, null));
    return this;
  }

  /** Reported by an app that tells its name, as the provider says required or not. */
  Facts checkOf(@Nullable String app, String name, State is, @Nullable Boolean required) {
    checks.add(new Check(name, "", is, required, false, is.name(), null, null, null, null, app));
    return this;
  }

  Facts requiresOf(String app, String name) {
    requiredChecks.add(new RequiredCheck(name, app));
    return this;
  }

  Facts allowedToFail(String name) {
    checks.add(
        new Check(name, "", State.FAILED, null, true, "failed", null, null, null, null, null));
    return this;
  }

  Facts requiredCheck(String name, State is) {
    checks.add(
        new Check(
            name, "", is, true, false, is.name(), "https://ci/" + name, null, null, null, null));
    return this;
  }

  Facts checksOfOlderCommit() {
    checksSha = OLDER;
    return this;
  }

  Facts checksUnreadable(String permission) {
    reading = Checks.Reading.NONE;
    missingPermission = permission;
    return this;
  }

  Facts checksReadInPart() {
    reading = Checks.Reading.PART;
    return this;
  }

  Facts approvedBy(Account reviewer) {
    return review(reviewer, Verdict.APPROVED, true, headSha);
  }

  Facts approvedBy(String reviewer) {
    return approvedBy(Account.user(reviewer));
  }

  Facts approvedOlderCommitBy(String reviewer) {
    return review(Account.user(reviewer), Verdict.APPROVED, true, OLDER);
  }

  Facts dismissed(String reviewer) {
    return review(Account.user(reviewer), Verdict.DISMISSED, true, headSha);
  }

  Facts objectionBy(String reviewer) {
    return review(Account.user(reviewer), Verdict.CHANGES_REQUESTED, true, headSha);
  }

  Facts objectionByReader(String reviewer) {
    return review(Account.user(reviewer), Verdict.CHANGES_REQUESTED, false, headSha);
  }

  Facts review(Account reviewer, Verdict word, boolean writer, String sha) {
    reviews.add(new Review(reviewer, word, writer, NOW.minusSeconds(60), sha, null));
    return this;
  }

  Facts asked(String reviewer) {
    requested.add(new ReviewRequest(Account.user(reviewer), false));
    return this;
  }

  Facts askedTeam(String team) {
    requested.add(new ReviewRequest(Account.team(team), true));
    return this;
  }

  Facts queued(int position) {
    waiting.add(new Waiting(Waiting.Kind.QUEUED, position, NOW.plusSeconds(540), NOW, null));
    return this;
  }

  Facts thrownOutOfQueue() {
    waiting.add(new Waiting(Waiting.Kind.QUEUE_REJECTED, null, null, NOW, null));
    return this;
  }

  Facts autoMerge() {
    waiting.add(new Waiting(Waiting.Kind.AUTO_MERGE, null, null, NOW, "maria"));
    return this;
  }

  /** Null where the reading did not ask for them. */
  Facts closes(@Nullable List<LinkedIssue> told) {
    issues = told;
    return this;
  }

  Facts unresolvedConversations(int number) {
    unresolved = number;
    return this;
  }

  Facts behindBy(int commits) {
    behindBy = commits;
    return this;
  }

  Facts lastPusher(String login) {
    lastPusher = Account.user(login);
    return this;
  }

  Facts pushed(Duration ago) {
    pushedAt = NOW.minus(ago);
    return this;
  }

  Facts head(String sha) {
    headSha = sha;
    return this;
  }

  Facts updated(Duration ago) {
    updatedAt = NOW.minus(ago);
    return this;
  }

  Facts targetTipUnknown() {
    targetTip = null;
    return this;
  }

  Facts targetTip(String sha) {
    targetTip = sha;
    return this;
  }

  Facts headUnknown() {
    headSha = "";
    return this;
  }

  Facts archived() {
    archived = true;
    return this;
  }

  Facts needsApprovals(@Nullable Integer number) {
    approvals = number;
    return this;
  }

  Facts needsCodeOwners() {
    codeOwners = true;
    return this;
  }

  Facts needsAnotherThanThePusher() {
    lastPush = true;
    return this;
  }

  Facts dismissesStale() {
    dismissesStale = true;
    return this;
  }

  Facts needsUpToDate() {
    upToDate = true;
    return this;
  }

  Facts needsConversationsResolved() {
    conversations = true;
    return this;
  }

  Facts requires(String... names) {
    Set.of(names).forEach(name -> requiredChecks.add(new RequiredCheck(name, null)));
    return this;
  }

  Facts unverifiedRule(String rule) {
    unverified.add(rule);
    return this;
  }

  Facts rulesUnreadable() {
    source = MergeRequirements.Source.GUESSED;
    return this;
  }

  Facts policy(Policy set) {
    policy = set;
    return this;
  }

  public PullRequest pullRequest() {
    return new PullRequest(
        "PR_1",
        1,
        title,
        "",
        "https://github.com/acme/api/pull/1",
        state,
        draft,
        author,
        "limiter",
        null,
        false,
        "main",
        headSha,
        targetTip,
        mergeability,
        verdict,
        decision,
        behindBy,
        push(),
        new Checks(checks, reading, checks.isEmpty() ? null : checksSha, missingPermission),
        reviews,
        requested,
        List.of(),
        unresolved,
        issues,
        List.of(),
        List.of(),
        waiting,
        obstacles,
        demands,
        12,
        3,
        2,
        0,
        NOW.minus(Duration.ofDays(1)),
        updatedAt,
        null,
        null);
  }

  private @Nullable Push push() {
    return lastPusher == null && pushedAt == null
        ? null
        : new Push(lastPusher, pushedAt == null ? updatedAt : pushedAt);
  }

  public MergeRequirements requirements() {
    return new MergeRequirements(
        source,
        approvals,
        codeOwners,
        lastPush,
        dismissesStale,
        requiredChecks,
        upToDate,
        conversations,
        false,
        Set.of(),
        unverified,
        branchDemands,
        builds);
  }

  public Repository repository() {
    var instance =
        new Instance(
            UUID.randomUUID(),
            Provider.GITHUB,
            URI.create("https://github.com"),
            "github.com",
            false,
            Set.of());
    return new Repository(
        UUID.randomUUID(),
        instance,
        "R_1",
        "acme/api",
        URI.create("https://github.com/acme/api"),
        Repository.Visibility.PRIVATE,
        archived,
        false,
        "main",
        Set.of(MergeStrategy.SQUASH),
        false,
        policy);
  }

  Readiness readiness() {
    return Readiness.of(pullRequest(), repository(), requirements(), NOW);
  }
}
