package io.ampel.bench;

import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Checks;
import io.ampel.pullrequest.Label;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.Mergeability;
import io.ampel.pullrequest.Policy;
import io.ampel.pullrequest.ProviderVerdict;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.PullRequest.State;
import io.ampel.pullrequest.PullRequests.Reading;
import io.ampel.pullrequest.Push;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Review;
import io.ampel.pullrequest.Review.Verdict;
import io.ampel.pullrequest.ReviewDecision;
import io.ampel.pullrequest.ReviewRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Pull requests as four hundred people might have them, equal at every run: a few repositories with
 * hundreds, most with a handful; drafts, conflicts, red and running checks, missing and given
 * reviews; titles, labels and bodies of every length.
 */
final class Invention {
  static final String VIEWER = "ada";
  private static final String[] VERBS = {
    "Add", "Fix", "Remove", "Rework", "Speed up", "Document", "Test", "Rename", "Split", "Upgrade"
  };
  private static final String[] THINGS = {
    "the retry of failed payments",
    "a flaky login test",
    "cache headers",
    "the invoice export",
    "time zones in reports",
    "the search index",
    "pagination of orders",
    "the mail templates",
    "audit entries for administrators",
    "memory use of the importer",
    "the build image",
    "error messages of the upload form",
    "the feature switch for new prices",
    "dead code"
  };
  private static final String[] TAILS = {
    "",
    "",
    "",
    " for mobile clients",
    " when the database is slow",
    " and its callers",
    " behind a proxy",
    " (second part)",
    " so that nothing is sent twice"
  };
  private static final String[] WORDS = {
    "service", "payment", "gateway", "mobile", "web", "data", "ledger", "search", "report", "core",
    "auth", "worker", "billing", "catalog", "notify", "import", "export", "design", "infra", "tools"
  };
  private static final String[] LABELS = {
    "bug",
    "feature",
    "dependencies",
    "documentation",
    "needs design",
    "security",
    "backend",
    "frontend",
    "good first issue",
    "performance"
  };
  private static final String[] CHECKS = {
    "build",
    "unit tests",
    "integration tests",
    "e2e",
    "lint",
    "types",
    "licences",
    "container",
    "coverage",
    "security scan",
    "docs",
    "preview"
  };

  private final Random random = new Random(42);
  private final Instant now = Instant.now();
  private final List<Repository> repositories;
  private final List<Account> people =
      IntStream.range(0, 400).mapToObj(number -> person("dev-" + number, number)).toList();
  private final Account viewer = person(VIEWER, 400);

  Invention(List<Repository> repositories) {
    this.repositories = repositories;
  }

  /** What has happened to a pull request. Each weighs as much as it has places in the list. */
  private enum Fate {
    GREEN,
    COMPUTING,
    DRAFT,
    REVIEW_ASKED,
    CHECK_RUNS,
    CHECK_FAILED,
    CONFLICT,
    OBJECTION
  }

  private static final List<Fate> FATES =
      List.of(
          Fate.GREEN,
          Fate.GREEN,
          Fate.GREEN,
          Fate.GREEN,
          Fate.COMPUTING,
          Fate.DRAFT,
          Fate.DRAFT,
          Fate.REVIEW_ASKED,
          Fate.REVIEW_ASKED,
          Fate.REVIEW_ASKED,
          Fate.REVIEW_ASKED,
          Fate.REVIEW_ASKED,
          Fate.CHECK_RUNS,
          Fate.CHECK_FAILED,
          Fate.CHECK_FAILED,
          Fate.CHECK_FAILED,
          Fate.CONFLICT,
          Fate.CONFLICT,
          Fate.OBJECTION,
          Fate.OBJECTION);

  static List<String> repositoryNames(int count, Random random) {
    return IntStream.range(0, count)
        .mapToObj(number ->
            "%s-%d/%s-%s-%d"
                .formatted(
                    "team", random.nextInt(40), any(WORDS, random), any(WORDS, random), number))
        .toList();
  }

  Reading open(int number) {
    return reading(number, State.OPEN);
  }

  Reading ended(int number) {
    return reading(number, random.nextInt(3) < 2 ? State.MERGED : State.CLOSED);
  }

  private Reading reading(int number, State state) {
    var fate = state == State.OPEN ? FATES.get(random.nextInt(FATES.size())) : Fate.GREEN;
    // A few repositories have very many, most a handful.
    var place = random.nextDouble();
    var repository = repositories.get((int) (place * place * repositories.size()));
    var requirements = requirements(repository);
    return new Reading(
        repository, facts(number, state, fate, repository), requirements, "f" + number, now);
  }

  /** A third of the repositories have a rule that demands a check and a review. */
  static MergeRequirements requirements(Repository repository) {
    if (Math.floorMod(repository.fullName().hashCode(), 3) != 0) return MergeRequirements.NONE;
    var rule = new Policy(List.of("build"), 1, true, Duration.ofHours(1), "bench", null);
    return MergeRequirements.NONE.with(rule);
  }

  private PullRequest facts(int number, State state, Fate fate, Repository repository) {
    var author = somebody();
    var head = "%040x".formatted(number * 7_919L);
    var updated = now.minus(Duration.ofMinutes(5 + random.nextInt(20 * 24 * 60)));
    var created = updated.minus(Duration.ofMinutes(random.nextInt(40 * 24 * 60)));
    var url = repository.url() + "/pull/" + number;
    var title = title(author);
    return new PullRequest(
        "PR_" + number,
        number,
        title,
        body(),
        url,
        state,
        fate == Fate.DRAFT,
        author,
        "%s/%s"
            .formatted(author.login(), title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-')),
        null,
        false,
        "main",
        head,
        "c".repeat(40),
        mergeability(fate),
        verdict(fate),
        ReviewDecision.NOT_TOLD,
        null,
        new Push(author, updated),
        new Checks(checks(fate, url, updated), Checks.Reading.ALL, head, null),
        reviews(fate, author, head, updated, url),
        asked(fate, author),
        List.of(),
        random.nextInt(4) == 0 ? 1 + random.nextInt(6) : 0,
        List.of(),
        labels(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        size(),
        size() / 2,
        1 + random.nextInt(30),
        random.nextInt(25),
        created,
        updated,
        state == State.MERGED ? updated : null,
        state == State.OPEN ? null : updated);
  }

  private static Mergeability mergeability(Fate fate) {
    return switch (fate) {
      case COMPUTING -> Mergeability.UNKNOWN;
      case CONFLICT -> Mergeability.CONFLICTING;
      case GREEN, DRAFT, REVIEW_ASKED, CHECK_RUNS, CHECK_FAILED, OBJECTION ->
          Mergeability.MERGEABLE;
    };
  }

  private static ProviderVerdict verdict(Fate fate) {
    return switch (fate) {
      case GREEN -> new ProviderVerdict(ProviderVerdict.Word.CLEAN, "CLEAN", false);
      case COMPUTING -> new ProviderVerdict(ProviderVerdict.Word.COMPUTING, "UNKNOWN", false);
      case DRAFT -> new ProviderVerdict(ProviderVerdict.Word.DRAFT, "DRAFT", false);
      case CONFLICT -> new ProviderVerdict(ProviderVerdict.Word.CONFLICT, "DIRTY", false);
      case REVIEW_ASKED, CHECK_RUNS, CHECK_FAILED, OBJECTION ->
          new ProviderVerdict(ProviderVerdict.Word.BLOCKED, "BLOCKED", false);
    };
  }

  private List<Check> checks(Fate fate, String url, Instant at) {
    var checks = new ArrayList<Check>();
    var count = 1 + random.nextInt(CHECKS.length);
    for (var place = 0; place < count; place++) {
      var state = place == 0 ? first(fate) : Check.State.PASSED;
      checks.add(
          new Check(
              CHECKS[place],
              "CI",
              state,
              null,
              false,
              state.name(),
              url + "/checks/" + place,
              at.minusSeconds(300),
              state == Check.State.RUNNING ? null : at,
              null,
              "ci"));
    }
    return checks;
  }

  private static Check.State first(Fate fate) {
    return switch (fate) {
      case CHECK_RUNS -> Check.State.RUNNING;
      case CHECK_FAILED -> Check.State.FAILED;
      case GREEN, COMPUTING, DRAFT, REVIEW_ASKED, CONFLICT, OBJECTION -> Check.State.PASSED;
    };
  }

  private List<Review> reviews(Fate fate, Account author, String head, Instant at, String url) {
    return switch (fate) {
      case REVIEW_ASKED, DRAFT -> List.of();
      case OBJECTION ->
          List.of(
              review(other(author), Verdict.CHANGES_REQUESTED, head, at, url),
              review(other(author), Verdict.COMMENTED, head, at, url));
      case GREEN, COMPUTING, CHECK_RUNS, CHECK_FAILED, CONFLICT ->
          List.of(review(other(author), Verdict.APPROVED, head, at, url));
    };
  }

  private static Review review(
      Account reviewer, Verdict verdict, String head, Instant at, String url) {
    return new Review(reviewer, verdict, true, at, head, url + "#review-" + reviewer.login());
  }

  private List<ReviewRequest> asked(Fate fate, Account author) {
    if (fate != Fate.REVIEW_ASKED) return List.of();
    return IntStream.rangeClosed(0, random.nextInt(3))
        .mapToObj(_ -> new ReviewRequest(other(author), false))
        .toList();
  }

  private List<Label> labels() {
    return IntStream.range(0, Math.max(0, random.nextInt(5) - 1))
        .mapToObj(_ -> random.nextInt(LABELS.length))
        .distinct()
        .map(label -> new Label(LABELS[label], "%06x".formatted(label * 1_234_567 & 0xffffff)))
        .toList();
  }

  private String title(Account author) {
    return author.kind() == Account.Kind.BOT
        ? "Update dependency %s to v%d.%d.%d"
            .formatted(
                any(WORDS, random), random.nextInt(9), random.nextInt(30), random.nextInt(10))
        : "%s %s%s".formatted(any(VERBS, random), any(THINGS, random), any(TAILS, random));
  }

  private String body() {
    var body = new StringBuilder("## Why\n\n");
    for (var sentence = 3 + random.nextInt(12); sentence > 0; sentence--) {
      body.append(
          "%s %s%s. ".formatted(any(VERBS, random), any(THINGS, random), any(TAILS, random)));
    }
    return body.toString();
  }

  /** Mostly small. */
  private int size() {
    return (int) Math.exp(random.nextDouble() * 7.5);
  }

  /** One of nine is a bot; the viewer has about as many as anybody. */
  private Account somebody() {
    var number = random.nextInt(450);
    if (number >= 401) return Account.bot("update-robot");
    return number == 400 ? viewer : people.get(number);
  }

  private Account other(Account author) {
    var number = random.nextInt(401);
    var found = number == 400 ? viewer : people.get(number);
    return found.equals(author) ? people.get((number + 1) % people.size()) : found;
  }

  private static Account person(String login, int number) {
    return new Account(
        login,
        Account.Kind.USER,
        "https://avatars.example/u/%d?v=4".formatted(10_000_000 + number));
  }

  private static String any(String[] words, Random random) {
    return words[random.nextInt(words.length)];
  }
}
