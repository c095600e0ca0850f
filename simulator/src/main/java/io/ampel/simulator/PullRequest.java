package io.ampel.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A pull request. A fresh one is open, ready, mergeable, up to date with the default branch, by
 * ben, with no checks and no reviews; say what is different.
 */
public final class PullRequest {
  /** Open, merged or closed without a merge. */
  public enum State {
    OPEN,
    MERGED,
    CLOSED
  }

  /** Whether the branches fit together. */
  public enum Mergeability {
    MERGEABLE,
    CONFLICTING,
    UNKNOWN
  }

  /** The head was replaced by something that does not stand on it. */
  public record ForcePush(
      long id, PullRequest pullRequest, @Nullable Person by, Commit after, Instant at) {}

  private static final int FOREVER = Integer.MAX_VALUE;

  private final Repository repository;
  private final long id;
  private final int number;
  private String title;
  private String body = "";
  private @Nullable Person author;
  private @Nullable Repository headRepository;
  private String headRef;
  private Commit head;
  private String base;
  private String baseAtPush;
  private int baseHeight;
  private boolean draft;
  private State state = State.OPEN;
  private Instant createdAt;
  private Instant updatedAt;
  private @Nullable Instant closedAt;
  private @Nullable Person closedBy;
  private @Nullable String mergeCommit;
  private @Nullable MergeMethod mergedBy;
  private boolean conflicting;
  private int unknownReads;
  private int commits = 1;
  private @Nullable Person lastPusher;
  private @Nullable ForcePush forcePush;
  private final List<Commit> formerHeads = new ArrayList<>(0);
  private final List<FileChange> files = new ArrayList<>(1);
  private final List<Comment> comments = new ArrayList<>(0);
  private final List<Review> reviews = new ArrayList<>(0);
  private final List<ReviewThread> threads = new ArrayList<>(0);
  private final List<ReviewRequest> requests = new ArrayList<>(0);
  private final List<Person> assignees = new ArrayList<>(0);
  private final Set<Label> labels = new LinkedHashSet<>(0);
  private final List<Issue> closes = new ArrayList<>(0);
  private final List<Task> tasks = new ArrayList<>(0);
  private final Map<Long, Resolution> resolutions = new HashMap<>(0);
  private final Set<Long> deletedComments = new HashSet<>(0);
  private boolean closesSourceBranch;
  private String closingWords = "";
  private @Nullable QueueEntry queueEntry;
  private @Nullable AutoMerge autoMerge;
  private final Set<Person> asked = new LinkedHashSet<>(0);
  private final Extras extras = new Extras();

  PullRequest(Repository repository, long id, int number) {
    this.repository = repository;
    this.id = id;
    this.number = number;
    this.title = "Change number " + number;
    this.author = repository.world().person("ben");
    this.lastPusher = author;
    this.headRepository = repository;
    this.headRef = "change-" + number;
    this.base = repository.defaultBranch();
    this.baseAtPush = repository.branch(base).tip();
    this.baseHeight = repository.branch(base).height();
    this.createdAt = repository.world().now();
    this.updatedAt = createdAt;
    this.head = repository.commit(title);
    headBranch();
    files.add(new FileChange("src/change-" + number + ".txt", 12, 3, "modified"));
    asked.addAll(repository.defaultReviewers());
    asked.remove(author);
  }

  private World world() {
    return repository.world();
  }

  /** What only one kind of provider knows of this pull request; made when it is not there. */
  public <T> T extra(Class<T> type, Supplier<T> otherwise) {
    return extras.get(type, otherwise);
  }

  private PullRequest change(Runnable change) {
    return world()
        .change(() -> {
          world().changing(this);
          change.run();
          return this;
        });
  }

  /** A change that people would see as activity, so that the time of the last update moves. */
  private PullRequest happen(Runnable change) {
    return change(() -> {
      change.run();
      updatedAt = world().isQuiet() ? updatedAt : world().now();
    });
  }

  private void headBranch() {
    var here = headRepository;
    if (here != null) {
      here.adopt(head);
      here.branch(headRef).advance(head.sha());
    }
  }

  // --- what it is -----------------------------------------------------------------------------

  public Repository repository() {
    return repository;
  }

  public long id() {
    return id;
  }

  public int number() {
    return number;
  }

  public String title() {
    return title;
  }

  public PullRequest title(String title) {
    this.title = title;
    return this;
  }

  public String body() {
    return body;
  }

  public PullRequest body(String body) {
    this.body = body;
    return this;
  }

  public @Nullable Person author() {
    return author;
  }

  public PullRequest author(String login) {
    author = world().person(login);
    lastPusher = author;
    asked.remove(author);
    return this;
  }

  /** The author's account is gone. */
  public PullRequest ghostAuthor() {
    author = null;
    lastPusher = null;
    return this;
  }

  public @Nullable Repository headRepository() {
    return headRepository;
  }

  public String headRef() {
    return headRef;
  }

  public PullRequest headRef(String branch) {
    return change(() -> {
      var here = headRepository;
      if (here != null) {
        here.deleteBranch(headRef);
      }
      headRef = branch;
      headBranch();
    });
  }

  /** The branch lives in this person's fork, who also is the author. */
  public PullRequest fromForkOf(String login) {
    return change(() -> {
      repository.deleteBranch(headRef);
      author(login);
      var fork = world().repository(login + "/" + repository.name()).forkOf(repository);
      headRepository = fork.visibility(repository.visibility());
      headBranch();
    });
  }

  /** The fork that held the branch was deleted. */
  public PullRequest forkDeleted() {
    headRepository = null;
    return this;
  }

  public boolean crossRepository() {
    return headRepository != repository;
  }

  public Commit head() {
    return head;
  }

  public String headSha() {
    return head.sha();
  }

  /** The heads before the last pushes, oldest first. */
  public List<Commit> formerHeads() {
    return formerHeads;
  }

  public String base() {
    return base;
  }

  public PullRequest base(String branch) {
    return change(() -> {
      base = branch;
      updateFromBase();
    });
  }

  /** The base's tip at the last push, which does not follow the base branch. */
  public String baseAtPush() {
    return baseAtPush;
  }

  /** How many commits of the base branch the head does not have. */
  public int behindBy() {
    return repository.findBranch(base).map(each -> each.height() - baseHeight).orElse(0);
  }

  public boolean isDraft() {
    return draft;
  }

  public State state() {
    return state;
  }

  public boolean open() {
    return state == State.OPEN;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant updatedAt() {
    return updatedAt;
  }

  public @Nullable Instant closedAt() {
    return closedAt;
  }

  public @Nullable Person closedBy() {
    return closedBy;
  }

  public @Nullable String mergeCommit() {
    return mergeCommit;
  }

  /** How it was merged, or null when it was not. */
  public @Nullable MergeMethod mergedBy() {
    return mergedBy;
  }

  public @Nullable Person lastPusher() {
    return lastPusher;
  }

  /** The last time somebody pushed by force, or null when nobody did. */
  public @Nullable ForcePush forcePush() {
    return forcePush;
  }

  public int commits() {
    return commits;
  }

  public List<FileChange> files() {
    return files;
  }

  public List<Comment> comments() {
    return comments;
  }

  public List<Review> reviews() {
    return reviews;
  }

  public List<ReviewThread> threads() {
    return threads;
  }

  public List<ReviewRequest> requests() {
    return requests;
  }

  /** Everybody who was ever asked for a review, whether or not they answered. */
  public Set<Person> asked() {
    return asked;
  }

  public List<Task> tasks() {
    return tasks;
  }

  /** How a conversation ended, where somebody is known to have ended it. */
  public Optional<Resolution> resolution(ReviewThread thread) {
    return Optional.ofNullable(resolutions.get(thread.id()));
  }

  public boolean deleted(Comment comment) {
    return deletedComments.contains(comment.id());
  }

  public boolean closesSourceBranch() {
    return closesSourceBranch;
  }

  /** Why it was closed, empty when nobody said. */
  public String closingWords() {
    return closingWords;
  }

  public List<Person> assignees() {
    return assignees;
  }

  public Set<Label> labels() {
    return labels;
  }

  public List<Issue> closes() {
    return closes;
  }

  public @Nullable QueueEntry queueEntry() {
    return queueEntry;
  }

  public @Nullable AutoMerge autoMerge() {
    return autoMerge;
  }

  /** What is true, without asking. */
  public Mergeability mergeability() {
    if (unknownReads > 0) {
      return Mergeability.UNKNOWN;
    }
    return conflicting ? Mergeability.CONFLICTING : Mergeability.MERGEABLE;
  }

  /** What somebody who asks is told; asking sets the computation going. */
  public synchronized Mergeability askMergeability() {
    var answer = mergeability();
    if (unknownReads > 0 && unknownReads != FOREVER) {
      unknownReads--;
    }
    return answer;
  }

  // --- describing a situation -----------------------------------------------------------------

  /** Opened this long ago, with the head commit and all that was reported so far dated alike. */
  public PullRequest age(Duration age) {
    createdAt = world().now().minus(age);
    return this;
  }

  public PullRequest updated(Duration ago) {
    updatedAt = world().now().minus(ago);
    return this;
  }

  public PullRequest conflicting() {
    conflicting = true;
    return this;
  }

  /** Mergeability is being computed and never gets done. */
  public PullRequest computing() {
    return computing(FOREVER);
  }

  /** Mergeability is unknown for the next so many reads. */
  public PullRequest computing(int reads) {
    unknownReads = reads;
    return this;
  }

  public PullRequest behind(int commits) {
    baseHeight = repository.branch(base).height() - commits;
    return this;
  }

  public PullRequest files(List<FileChange> changes) {
    return change(() -> {
      files.clear();
      files.addAll(changes);
    });
  }

  public PullRequest commits(int count) {
    commits = count;
    return this;
  }

  public PullRequest label(String... names) {
    return change(() -> List.of(names).forEach(each -> labels.add(repository.label(each))));
  }

  public PullRequest assign(String... logins) {
    return change(() -> List.of(logins).forEach(each -> assignees.add(world().person(each))));
  }

  public PullRequest closes(Issue issue) {
    return change(() -> closes.add(issue));
  }

  /** A pipeline job with the given name in the workflow "CI". */
  public PullRequest check(String name, CheckState checkState) {
    return check("CI", name, checkState);
  }

  /** A pipeline job of the given workflow; a further one of the same name replaces the former. */
  public PullRequest check(String workflow, String name, CheckState checkState) {
    return change(() -> add(CheckApp.ACTIONS, runOf(workflow), name, checkState));
  }

  /** A check of a third party. */
  public PullRequest appCheck(String app, String name, CheckState checkState) {
    return change(() -> add(CheckApp.of(app), null, name, checkState));
  }

  private WorkflowRun runOf(String workflow) {
    return head.runs().stream()
        .filter(each -> each.workflow().equals(workflow))
        .findFirst()
        .orElseGet(() -> repository.run(workflow));
  }

  private void add(CheckApp app, @Nullable WorkflowRun run, String name, CheckState checkState) {
    var now = world().now();
    var suite = run == null ? suiteOf(app) : run.suite();
    var fresh =
        new CheckRun(world().nextId(), suite, name, app, run, CheckState.QUEUED, null, null);
    head.checks().add(checkState == CheckState.QUEUED ? fresh : fresh.with(checkState, now));
  }

  private long suiteOf(CheckApp app) {
    return head.checks().stream()
        .filter(each -> each.app().equals(app))
        .findFirst()
        .map(CheckRun::suite)
        .orElseGet(world()::nextId);
  }

  /** A commit status. */
  public PullRequest status(String context, CheckState checkState) {
    return status(context, checkState, "");
  }

  public PullRequest status(String context, CheckState checkState, String description) {
    return change(() -> {
      var link =
          "https://ci.example.com/" + repository.fullName() + "/" + head.sha().substring(0, 7);
      var by = world().person("ci-bot");
      head.statuses()
          .add(
              new CommitStatus(
                  world().nextId(), context, checkState, description, link, by, world().now()));
    });
  }

  public PullRequest requestReview(String... logins) {
    return happen(
        () -> List.of(logins).forEach(each -> request(world().person(each), null, false)));
  }

  public PullRequest requestTeam(String slug, boolean asCodeOwner) {
    var organization = (Organization) repository.owner();
    return happen(() -> request(null, organization.team(slug).orElseThrow(), asCodeOwner));
  }

  private void request(@Nullable Person person, @Nullable Team team, boolean asCodeOwner) {
    requests.removeIf(
        each -> Objects.equals(each.person(), person) && Objects.equals(each.team(), team));
    requests.add(new ReviewRequest(world().nextId(), person, team, asCodeOwner, world().now()));
    if (person != null) {
      asked.add(person);
    }
  }

  public PullRequest approve(String login) {
    review(login, Verdict.APPROVED, "");
    return this;
  }

  public PullRequest requestChanges(String login, String text) {
    review(login, Verdict.CHANGES_REQUESTED, text);
    return this;
  }

  /** Somebody reviews the head commit; an open request to them is answered by it. */
  public Review review(String login, Verdict verdict, String text) {
    return review(world().person(login), verdict, text, head.sha());
  }

  public Review review(Person by, Verdict verdict, String text, String sha) {
    var review = new Review(world().nextId(), this, by, verdict, text, world().now(), sha);
    reviewed(() -> {
      reviews.add(review);
      requests.removeIf(each -> answered(each, by));
    });
    return review;
  }

  private static boolean answered(ReviewRequest request, Person by) {
    var team = request.team();
    return by.equals(request.person()) || (team != null && team.members().contains(by));
  }

  /** Not everywhere is a review seen in the time of the last update. */
  private PullRequest reviewed(Runnable change) {
    return world().forge() == Forge.BITBUCKET ? change(change) : happen(change);
  }

  /** The newest opinion of this person counts no longer. */
  public PullRequest dismissReview(String login) {
    return withdrawReview(world().person(login));
  }

  public PullRequest withdrawReview(Person person) {
    return reviewed(() -> dismiss(review -> person.equals(review.author())));
  }

  /** Exactly these people shall review. */
  public PullRequest replaceReviewers(List<Person> people) {
    return happen(() -> {
      asked.clear();
      asked.addAll(people);
      requests.removeIf(each -> each.person() != null && !asked.contains(each.person()));
    });
  }

  public Task task(String login, String text) {
    return task(world().person(login), text);
  }

  public Task task(Person by, String text) {
    var task = new Task(world().nextId(), this, by, text, world().now(), null, null);
    happen(() -> tasks.add(task));
    return task;
  }

  public PullRequest resolveTasks() {
    return happen(
        () -> tasks.replaceAll(each -> each.open() ? each.resolved(author, world().now()) : each));
  }

  /** Ends a task, or opens it again where nobody is named. */
  public PullRequest resolveTask(Task task, @Nullable Person by) {
    var at = by == null ? null : world().now();
    return happen(
        () -> tasks.replaceAll(each -> each.id() == task.id() ? each.resolved(by, at) : each));
  }

  public PullRequest deleteComment(Comment comment) {
    return happen(() -> deletedComments.add(comment.id()));
  }

  /** The branch goes when this is merged. */
  public PullRequest closesSourceBranch(boolean closes) {
    closesSourceBranch = closes;
    return this;
  }

  private void dismiss(java.util.function.Predicate<Review> which) {
    reviews.replaceAll(
        each -> which.test(each) && each.verdict().opinion() ? each.dismissed() : each);
  }

  public Comment comment(String login, String text) {
    return comment(world().person(login), text);
  }

  public Comment comment(Person by, String text) {
    var comment = new Comment(world().nextId(), this, by, text, world().now());
    happen(() -> comments.add(comment));
    return comment;
  }

  public PullRequest thread(String login, String text, boolean resolved) {
    thread(world().person(login), text, resolved);
    return this;
  }

  /** Somebody starts a conversation. */
  public ReviewThread thread(Person by, String text, boolean resolved) {
    return world()
        .change(() -> {
          var first = new Comment(world().nextId(), this, by, text, world().now());
          var path = files.isEmpty() ? "README.md" : files.getFirst().path();
          var line = 7 + threads.size() * 11;
          var thread =
              new ReviewThread(world().nextId(), this, path, line, resolved, false, List.of(first));
          happen(() -> threads.add(thread));
          return thread;
        });
  }

  /** Somebody answers in a conversation. */
  public Comment reply(ReviewThread thread, Person by, String text) {
    var reply = new Comment(world().nextId(), this, by, text, world().now());
    happen(() -> threads.replaceAll(each -> each.id() == thread.id() ? each.with(reply) : each));
    return reply;
  }

  /** Somebody begins a conversation on this line. */
  public ReviewThread discuss(Person by, String path, int line, String text) {
    var first = new Comment(world().nextId(), this, by, text, world().now());
    var thread = new ReviewThread(world().nextId(), this, path, line, false, false, List.of(first));
    happen(() -> threads.add(thread));
    return thread;
  }

  // --- what happens ---------------------------------------------------------------------------

  /** New commits arrive: reviews may be dismissed, checks start again, a queue place is lost. */
  public PullRequest push() {
    return push(author);
  }

  public PullRequest push(@Nullable Person by) {
    return happen(() -> {
      var before = head;
      formerHeads.add(before);
      head = (headRepository == null ? repository : headRepository).commit(title);
      if (crossRepository()) {
        repository.adopt(head);
      }
      headBranch();
      commits++;
      lastPusher = by;
      conflicting = false;
      baseAtPush = repository.branch(base).tip();
      queueEntry = null;
      afterPush(before);
    });
  }

  public PullRequest forcePush(Person by) {
    return change(() -> {
      push(by);
      forcePush = new ForcePush(world().nextId(), this, by, head, world().now());
    });
  }

  private void afterPush(Commit before) {
    var demands = MergeChecks.of(this);
    if (demands.resetsApprovals()) {
      dismiss(each -> each.verdict() == Verdict.APPROVED);
    }
    if (demands.has(BranchRule.Kind.RESET_PULLREQUEST_CHANGES_REQUESTED_ON_CHANGE)) {
      dismiss(each -> each.verdict() == Verdict.CHANGES_REQUESTED);
    }
    startChecksLike(before);
    recompute();
    repository.pushed();
  }

  /** Everything runs again on the same head, as new runs of the same workflows. */
  public PullRequest startPipelineAgain() {
    return change(() ->
        startRunsLike(head.latestChecks().stream().filter(each -> each.run() != null).toList()));
  }

  private void startRunsLike(List<CheckRun> checks) {
    var runs = new java.util.HashMap<String, WorkflowRun>();
    for (var each : checks) {
      var run = each.run();
      var again = run == null ? null : runs.computeIfAbsent(run.workflow(), repository::run);
      add(each.app(), again, each.name(), CheckState.QUEUED);
    }
  }

  private void startChecksLike(Commit before) {
    startRunsLike(before.latestChecks());
    before.latestStatuses().forEach(each -> status(each.context(), CheckState.QUEUED));
  }

  private void recompute() {
    if (world().lazyMergeability() && unknownReads == 0) {
      unknownReads = 1;
    }
  }

  void baseMoved(Branch moved) {
    if (open() && moved.name().equals(base)) {
      recompute();
    }
  }

  private void updateFromBase() {
    var tip = repository.branch(base);
    baseHeight = tip.height();
    baseAtPush = tip.tip();
  }

  /** The base branch is merged into the head branch. */
  public PullRequest updateBranch(Person by) {
    return change(() -> {
      updateFromBase();
      push(by);
    });
  }

  /** The newest run of each check of this name, or its newest status, gets a new state. */
  public PullRequest finish(String name, CheckState outcome) {
    return change(() ->
            replaceChecks(
                each -> each.name().equals(name), each -> each.with(outcome, world().now())))
        .change(() -> {
          if (head.statuses().stream().anyMatch(each -> each.context().equals(name))) {
            status(name, outcome);
          }
        });
  }

  private void replaceChecks(
      java.util.function.Predicate<CheckRun> which, UnaryOperator<CheckRun> by) {
    var latest = head.latestChecks();
    head.checks()
        .replaceAll(each -> latest.contains(each) && which.test(each) ? by.apply(each) : each);
  }

  /** The checks of this name run again: new runs stand beside the old. */
  public PullRequest rerun(String name) {
    return rerun(each -> each.name().equals(name));
  }

  public PullRequest rerun(java.util.function.Predicate<CheckRun> which) {
    return change(() -> {
      for (var each : head.latestChecks()) {
        if (which.test(each)) {
          var run = each.run();
          add(each.app(), run == null ? null : run.again(), each.name(), CheckState.QUEUED);
        }
      }
    });
  }

  public PullRequest resolveThreads() {
    return happen(() -> threads.replaceAll(each -> each.resolved(true)));
  }

  /** Somebody ends a conversation, or opens it again. */
  public PullRequest resolve(ReviewThread thread, boolean resolved, Person by) {
    if (resolved) {
      resolutions.put(thread.id(), new Resolution(by, world().now()));
    } else {
      resolutions.remove(thread.id());
    }
    return resolve(thread, resolved);
  }

  public PullRequest resolve(ReviewThread thread, boolean resolved) {
    return happen(() ->
        threads.replaceAll(each -> each.id() == thread.id() ? each.resolved(resolved) : each));
  }

  public PullRequest draft() {
    return happen(() -> draft = true);
  }

  public PullRequest ready() {
    return happen(() -> draft = false);
  }

  /** Merges, whatever the rules say: the base branch moves and linked issues are closed. */
  public PullRequest merge(Person by, MergeMethod method) {
    var message =
        method == MergeMethod.MERGE
            ? "Merge pull request #" + number
            : title + " (#" + number + ")";
    return merge(by, method, message);
  }

  /** Merges with these words on the commit. */
  public PullRequest merge(Person by, MergeMethod method, String message) {
    return happen(() -> {
      mergedBy = method;
      var target = repository.branch(base);
      var commit = repository.commit(message);
      target.advance(commit.sha());
      mergeCommit = commit.sha();
      finish(State.MERGED, by);
      if (base.equals(repository.defaultBranch())) {
        closes.forEach(each -> each.close(world().now()));
      }
      repository.pushed();
      repository.pullRequests().forEach(each -> each.baseMoved(target));
      if (repository.deletesBranchOnMerge() && !crossRepository()) {
        repository.deleteBranch(headRef);
      }
    });
  }

  public PullRequest merge(String login) {
    return merge(world().person(login), MergeMethod.MERGE);
  }

  private void finish(State end, @Nullable Person by) {
    state = end;
    closedAt = world().now();
    closedBy = by;
    queueEntry = null;
    autoMerge = null;
  }

  public PullRequest close() {
    return happen(() -> finish(State.CLOSED, author));
  }

  public PullRequest close(Person by, String words) {
    closingWords = words;
    return happen(() -> finish(State.CLOSED, by));
  }

  /** It was merged or closed this long ago. */
  public PullRequest ended(Duration ago) {
    closedAt = world().now().minus(ago);
    updatedAt = closedAt;
    return this;
  }

  public PullRequest reopen() {
    return happen(() -> {
      if (state == State.CLOSED) {
        state = State.OPEN;
        closedAt = null;
        closedBy = null;
        recompute();
      }
    });
  }

  public PullRequest conflict(boolean now) {
    return change(() -> conflicting = now);
  }

  public PullRequest enqueue(QueueEntry.State queueState, int position, Person by) {
    return happen(() ->
        queueEntry =
            new QueueEntry(
                world().nextId(), this, position, queueState, 180 * position, by, world().now()));
  }

  public PullRequest dequeue() {
    return happen(() -> queueEntry = null);
  }

  public PullRequest armAutoMerge(Person by, MergeMethod method) {
    return happen(() -> autoMerge = new AutoMerge(by, method, world().now()));
  }

  public PullRequest disarmAutoMerge() {
    return happen(() -> autoMerge = null);
  }
}
