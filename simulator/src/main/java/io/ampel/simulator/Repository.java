package io.ampel.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A repository with its branches, people, rules and pull requests. */
public final class Repository {
  private final World world;
  private final long id;
  private Owner owner;
  private String name;
  private String description = "";
  private Visibility visibility = Visibility.PRIVATE;
  private boolean archived;
  private boolean disabled;
  private @Nullable Repository parent;
  private String defaultBranch = "main";
  private final Instant createdAt;
  private Instant updatedAt;
  private Instant pushedAt;
  private final Map<Person, Role> collaborators = new HashMap<>(0);
  private final Map<String, Branch> branches = new LinkedHashMap<>();
  private final Map<String, Commit> commits = new HashMap<>();
  private final Map<String, Label> labels = new LinkedHashMap<>(0);
  private final Map<Integer, Issue> issues = new TreeMap<>();
  private final TreeMap<Integer, PullRequest> pullRequests = new TreeMap<>();
  private Set<MergeMethod> mergeMethods = EnumSet.allOf(MergeMethod.class);
  private boolean autoMergeAllowed;
  private boolean lively;
  private boolean deleteBranchOnMerge;
  private final Extras extras = new Extras();
  private String project = "CORE";
  private final List<BranchRule> branchRules = new ArrayList<>(0);
  private final Set<Person> defaultReviewers = new LinkedHashSet<>(0);
  private List<MergeStrategy> mergeStrategies = List.of(MergeStrategy.values());

  Repository(World world, long id, Owner owner, String name) {
    this.world = world;
    this.id = id;
    this.owner = owner;
    this.name = name;
    this.createdAt = world.now().minus(Duration.ofDays(400));
    this.updatedAt = world.now();
    this.pushedAt = world.now();
    branch(defaultBranch);
  }

  public World world() {
    return world;
  }

  /** What only one kind of provider knows of this repository; made when it is not there. */
  public <T> T extra(Class<T> type, Supplier<T> otherwise) {
    return extras.get(type, otherwise);
  }

  public long id() {
    return id;
  }

  public Owner owner() {
    return owner;
  }

  public String name() {
    return name;
  }

  public String fullName() {
    return owner.login() + "/" + name;
  }

  void moveTo(Owner newOwner, String newName) {
    owner = newOwner;
    name = newName;
    updatedAt = world.now();
  }

  public String description() {
    return description;
  }

  public Repository description(String description) {
    this.description = description;
    return this;
  }

  public Visibility visibility() {
    return visibility;
  }

  public Repository visibility(Visibility visibility) {
    this.visibility = visibility;
    return this;
  }

  public Repository open() {
    return visibility(Visibility.PUBLIC);
  }

  public boolean isPublic() {
    return visibility == Visibility.PUBLIC;
  }

  public boolean archived() {
    return archived;
  }

  public Repository archive(boolean archived) {
    this.archived = archived;
    updatedAt = world.now();
    return this;
  }

  public boolean disabled() {
    return disabled;
  }

  public Repository disable(boolean disabled) {
    this.disabled = disabled;
    return this;
  }

  public @Nullable Repository parent() {
    return parent;
  }

  public Repository forkOf(Repository parent) {
    this.parent = parent;
    return this;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant updatedAt() {
    return updatedAt;
  }

  public Instant pushedAt() {
    return pushedAt;
  }

  public String defaultBranch() {
    return defaultBranch;
  }

  public Repository defaultBranch(String branch) {
    return world.change(() -> {
      defaultBranch = branch;
      branch(branch);
      return this;
    });
  }

  public Repository collaborator(String login, Role role) {
    return collaborator(world.person(login), role);
  }

  public Repository collaborator(Person person, Role role) {
    return world.change(() -> {
      collaborators.put(person, role);
      return this;
    });
  }

  /** What this person may do here, by ownership, membership, invitation or because it is public. */
  public Role role(@Nullable Person person) {
    var everyone = isPublic() ? Role.READ : Role.NONE;
    if (person == null) {
      return everyone;
    }
    var own = collaborators.getOrDefault(person, Role.NONE).or(everyone);
    return switch (owner) {
      case Person someone -> someone.equals(person) ? Role.ADMIN : own;
      case Organization organization ->
          own.or(organization.role(person)).or(internalRole(organization, person));
    };
  }

  private Role internalRole(Organization organization, Person person) {
    return visibility == Visibility.INTERNAL && organization.hasMember(person)
        ? Role.READ
        : Role.NONE;
  }

  public boolean invited(Person person) {
    return collaborators.containsKey(person);
  }

  /** Classic protection of the default branch. */
  public Repository protect(Rules rules) {
    return protect(defaultBranch, rules);
  }

  public Repository protect(String branch, Rules rules) {
    branch(branch).classic(rules.empty() ? null : rules);
    return this;
  }

  /** Rules put on the default branch by a ruleset. */
  public Repository ruleset(Rules rules) {
    return ruleset(defaultBranch, rules);
  }

  public Repository ruleset(String branch, Rules rules) {
    branch(branch).ruleset(rules.empty() ? null : rules);
    return this;
  }

  public Repository mergeMethods(MergeMethod first, MergeMethod... others) {
    mergeMethods = EnumSet.of(first, others);
    return this;
  }

  public Set<MergeMethod> mergeMethods() {
    return mergeMethods;
  }

  public boolean autoMergeAllowed() {
    return autoMergeAllowed;
  }

  public Repository autoMergeAllowed(boolean allowed) {
    autoMergeAllowed = allowed;
    return this;
  }

  /** With life switched on, checks come and go here; elsewhere people only talk. */
  public Repository lively() {
    lively = true;
    return this;
  }

  boolean isLively() {
    return lively;
  }

  public boolean deletesBranchOnMerge() {
    return deleteBranchOnMerge;
  }

  public Repository deletesBranchOnMerge(boolean deletes) {
    deleteBranchOnMerge = deletes;
    return this;
  }

  /** The key of the project that the repository belongs to. */
  public String project() {
    return project;
  }

  public Repository project(String key) {
    project = key;
    return this;
  }

  public List<BranchRule> branchRules() {
    return branchRules;
  }

  /** Demands something of the default branch. */
  public Repository branchRule(BranchRule.Kind kind, String... logins) {
    return branchRule(kind, defaultBranch, null, null, logins);
  }

  public Repository branchRule(BranchRule.Kind kind, int value) {
    return branchRule(kind, defaultBranch, null, value);
  }

  /** Demands something of the branches that fit the pattern or, where one is given, the type. */
  public Repository branchRule(
      BranchRule.Kind kind,
      String pattern,
      @Nullable String type,
      @Nullable Integer value,
      String... logins) {
    return world.change(() -> {
      var people = List.of(logins).stream().map(world::person).toList();
      branchRules.add(
          new BranchRule(world.nextId(), kind, pattern, type, value, people, List.of()));
      return this;
    });
  }

  public Set<Person> defaultReviewers() {
    return defaultReviewers;
  }

  /** These people become reviewers of every pull request that is opened from now on. */
  public Repository defaultReviewers(String... logins) {
    return world.change(() -> {
      List.of(logins).forEach(each -> defaultReviewers.add(world.person(each)));
      return this;
    });
  }

  public List<MergeStrategy> mergeStrategies() {
    return mergeStrategies;
  }

  /** Only these strategies are allowed; the first is the default. */
  public Repository mergeStrategies(MergeStrategy first, MergeStrategy... others) {
    mergeStrategies = Stream.concat(Stream.of(first), Stream.of(others)).toList();
    return this;
  }

  public Collection<Branch> branches() {
    return branches.values();
  }

  /** The branch of this name, made when it is not there. */
  public Branch branch(String branch) {
    return world.change(() ->
        branches.computeIfAbsent(
            branch,
            each ->
                world.register(
                    new Branch(this, world.nextId(), each, commit("Start " + each).sha()))));
  }

  public Optional<Branch> findBranch(String branch) {
    return Optional.ofNullable(branches.get(branch));
  }

  /** Whether there was such a branch to delete. */
  public boolean deleteBranch(String branch) {
    return world.change(() -> branches.remove(branch) != null);
  }

  Commit commit(String message) {
    var commit = new Commit(this, world.nextSha(), message, world.now());
    commits.put(commit.sha(), commit);
    return commit;
  }

  /** A commit of a fork is reachable here too, once a pull request carries it. */
  void adopt(Commit commit) {
    commits.put(commit.sha(), commit);
  }

  /** The commit of this sha, or the tip of the branch of this name. */
  public Optional<Commit> findCommit(String ref) {
    var branch = branches.get(ref);
    return Optional.ofNullable(commits.get(branch == null ? ref : branch.tip()));
  }

  /** The commit whose sha begins like this. */
  public Optional<Commit> findCommitByStart(String start) {
    var found = findCommit(start);
    return found.isPresent() || start.length() < 7
        ? found
        : commits.values().stream().filter(each -> each.sha().startsWith(start)).findFirst();
  }

  /** Somebody pushes to a branch without a pull request: its tip moves. */
  public Repository moveBase(String branch) {
    return world.change(() -> {
      var moved = branch(branch);
      moved.advance(commit("Change something else").sha());
      pushed();
      pullRequests.values().forEach(each -> each.baseMoved(moved));
      return this;
    });
  }

  void pushed() {
    pushedAt = world.now();
    updatedAt = pushedAt;
    world.pushed(this);
  }

  public Label label(String label) {
    var color = World.sha(label).substring(0, 6);
    return world.change(
        () -> labels.computeIfAbsent(label, each -> new Label(world.nextId(), each, color, "")));
  }

  public Collection<Label> labels() {
    return labels.values();
  }

  public Issue issue(int number, String title) {
    return world.change(() ->
        issues.computeIfAbsent(
            number,
            each -> world.register(new Issue(world.nextId(), this, each, title, world.now()))));
  }

  public Optional<Issue> findIssue(int number) {
    return Optional.ofNullable(issues.get(number));
  }

  /** The pull request of this number, made when it is not there. */
  public PullRequest pullRequest(int number) {
    return world.change(() -> pullRequests.computeIfAbsent(number, this::made));
  }

  private PullRequest made(int number) {
    var fresh = world.register(new PullRequest(this, world.nextId(), number));
    world.opened(fresh);
    return fresh;
  }

  /** A new pull request with the next free number. */
  public PullRequest pullRequest(String title) {
    return world.change(() -> pullRequest(nextNumber()).title(title));
  }

  private int nextNumber() {
    var last = pullRequests.isEmpty() ? 0 : pullRequests.lastKey();
    var lastIssue = issues.keySet().stream().mapToInt(each -> each).max().orElse(0);
    return Math.max(last, lastIssue) + 1;
  }

  public Optional<PullRequest> findPullRequest(int number) {
    return Optional.ofNullable(pullRequests.get(number));
  }

  public Collection<PullRequest> pullRequests() {
    return pullRequests.values();
  }

  public Repository rename(String newName) {
    return world.change(() -> {
      world.rename(this, owner, newName);
      return this;
    });
  }

  public Repository transferTo(String newOwner) {
    return world.change(() -> {
      world.rename(
          this, world.findOwner(newOwner).orElseGet(() -> world.organization(newOwner)), name);
      return this;
    });
  }

  public void delete() {
    world.change(() -> {
      world.remove(this);
      return this;
    });
  }

  public WorkflowRun run(String workflow) {
    var workflowId = 1_000_000L + Math.floorMod((fullName() + workflow).hashCode(), 1_000_000);
    return new WorkflowRun(
        world.nextId(),
        world.nextId(),
        workflowId,
        workflow,
        pullRequests.size(),
        1,
        "pull_request",
        world.now());
  }
}
