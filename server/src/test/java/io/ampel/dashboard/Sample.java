package io.ampel.dashboard;

import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Checks;
import io.ampel.pullrequest.Conversation;
import io.ampel.pullrequest.Label;
import io.ampel.pullrequest.LinkedIssue;
import io.ampel.pullrequest.Mergeability;
import io.ampel.pullrequest.ProviderVerdict;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.Review;
import io.ampel.pullrequest.ReviewDecision;
import io.ampel.pullrequest.ReviewRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pull request that nothing stands in the way of, until a test says otherwise. */
final class Sample {
  final int number;
  private String title;
  private String body = "";
  private Account author = Account.user("maria");
  private PullRequest.State state = PullRequest.State.OPEN;
  private boolean draft;
  private Mergeability mergeability = Mergeability.MERGEABLE;
  private final List<Check> checks = new ArrayList<>();
  private final List<Review> reviews = new ArrayList<>();
  private final List<ReviewRequest> requested = new ArrayList<>();
  private final List<Conversation> talks = new ArrayList<>();
  private final List<LinkedIssue> issues = new ArrayList<>();
  private final List<Label> labels = new ArrayList<>();
  private int additions = 12;
  private int deletions = 3;
  private @Nullable String fork;
  private String branch;
  private Instant created = Instant.now().minus(Duration.ofDays(2));
  private Instant updated = Instant.now().minus(Duration.ofHours(3));

  private Sample(int number) {
    this.number = number;
    this.title = "Change number " + number;
    this.branch = "change-" + number;
  }

  static Sample number(int number) {
    return new Sample(number);
  }

  Sample title(String words) {
    title = words;
    return this;
  }

  Sample body(String markdown) {
    body = markdown;
    return this;
  }

  Sample author(Account somebody) {
    author = somebody;
    return this;
  }

  Sample author(String login) {
    return author(Account.user(login));
  }

  Sample draft() {
    draft = true;
    return this;
  }

  Sample conflict() {
    mergeability = Mergeability.CONFLICTING;
    return this;
  }

  Sample computing() {
    mergeability = Mergeability.UNKNOWN;
    return this;
  }

  Sample merged() {
    state = PullRequest.State.MERGED;
    return this;
  }

  Sample closed() {
    state = PullRequest.State.CLOSED;
    return this;
  }

  Sample branch(String name) {
    branch = name;
    return this;
  }

  Sample size(int added, int deleted) {
    additions = added;
    deletions = deleted;
    return this;
  }

  Sample created(Instant at) {
    created = at;
    return this;
  }

  Sample updated(Instant at) {
    updated = at;
    return this;
  }

  Sample from(String forkName) {
    fork = forkName;
    return this;
  }

  Sample label(String name) {
    labels.add(new Label(name, "1d76db"));
    return this;
  }

  Sample asked(String login) {
    requested.add(new ReviewRequest(Account.user(login), false));
    return this;
  }

  Sample review(String login, Review.Verdict verdict) {
    reviews.add(
        new Review(
            Account.user(login), verdict, true, updated, head(), url() + "#review-" + login));
    return this;
  }

  Sample check(String name, Check.State is) {
    checks.add(
        new Check(
            name,
            "",
            is,
            null,
            false,
            is.name(),
            "https://ci.example/" + number,
            updated.minusSeconds(90),
            is == Check.State.RUNNING ? null : updated,
            null,
            null));
    return this;
  }

  Sample talk(String excerpt) {
    var by = Account.user("li");
    talks.add(
        new Conversation(null, false, by, by, "src/Main.java", excerpt, url() + "#talk", updated));
    return this;
  }

  Sample issue(String repository, String key, String words) {
    issues.add(new LinkedIssue(repository, key, words, "https://github.com/" + repository, true));
    return this;
  }

  String head() {
    return "%040x".formatted(number);
  }

  String url() {
    return "https://github.com/acme/api/pull/" + number;
  }

  PullRequest facts() {
    return new PullRequest(
        "PR_" + number,
        number,
        title,
        body,
        url(),
        state,
        draft,
        author,
        branch,
        fork,
        fork != null,
        "main",
        head(),
        "c".repeat(40),
        mergeability,
        verdict(),
        ReviewDecision.NOT_REQUIRED,
        null,
        null,
        new Checks(checks, Checks.Reading.ALL, head(), null),
        reviews,
        requested,
        talks,
        talks.size(),
        issues,
        labels,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        additions,
        deletions,
        3,
        4,
        created,
        updated,
        state == PullRequest.State.MERGED ? updated : null,
        state == PullRequest.State.OPEN ? null : updated);
  }

  private ProviderVerdict verdict() {
    return switch (mergeability) {
      case CONFLICTING -> new ProviderVerdict(ProviderVerdict.Word.CONFLICT, "DIRTY", false);
      case UNKNOWN -> new ProviderVerdict(ProviderVerdict.Word.COMPUTING, "UNKNOWN", false);
      case MERGEABLE -> new ProviderVerdict(ProviderVerdict.Word.CLEAN, "CLEAN", false);
    };
  }
}
