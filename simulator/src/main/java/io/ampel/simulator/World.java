package io.ampel.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything the simulator knows. Names that are asked for and do not exist are made: {@code
 * person("ben")}, {@code organization("acme")}, {@code repository("acme/api")}; the {@code find…}
 * methods only look.
 */
public final class World {
  private final Forge forge;
  private final Clock clock;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final AtomicLong ids = new AtomicLong(1000);
  private final Map<String, Owner> owners = new LinkedHashMap<>();
  private final Map<String, Repository> repositories = new LinkedHashMap<>();
  private final Map<String, Repository> formerNames = new LinkedHashMap<>();
  private final Map<Long, Object> things = new java.util.HashMap<>();
  private final Map<String, Token> tokens = new LinkedHashMap<>();
  private Duration back = Duration.ZERO;
  private boolean quiet;
  private boolean lazyMergeability;
  private final Extras extras = new Extras();
  private final Noticing noticing = new Noticing();
  private volatile @Nullable Consumer<List<News>> listener;
  private volatile boolean heard;
  private final List<Later> later = new CopyOnWriteArrayList<>();

  /** Something that was set going and is not done yet. */
  private record Later(Instant due, Runnable happening) {}

  World(Forge forge, Clock clock) {
    this.forge = forge;
    this.clock = clock;
  }

  /** Whose words its people speak. */
  public Forge forge() {
    return forge;
  }

  public Instant now() {
    return clock.instant().minus(back).truncatedTo(ChronoUnit.SECONDS);
  }

  /** Lets something happen in the past: everything made meanwhile is dated this long ago. */
  public World ago(Duration time, Runnable happening) {
    return change(() -> {
      var before = back;
      back = time;
      try {
        happening.run();
      } finally {
        back = before;
      }
      return this;
    });
  }

  /**
   * Lets something happen that leaves the times of the last updates as they are, which the
   * providers do not promise to move for everything.
   */
  public World quietly(Runnable happening) {
    return change(() -> {
      var before = quiet;
      quiet = true;
      try {
        happening.run();
      } finally {
        quiet = before;
      }
      return this;
    });
  }

  boolean isQuiet() {
    return quiet;
  }

  /** What only one kind of provider knows of this world; made when it is not there. */
  public <T> T extra(Class<T> type, Supplier<T> otherwise) {
    return extras.get(type, otherwise);
  }

  public <T> World keep(Class<T> type, T fact) {
    extras.put(type, fact);
    return this;
  }

  /** Something that gets done after a while, or at once when there is nothing to wait for. */
  public void later(Duration time, Runnable happening) {
    change(() -> time.isZero() ? run(happening) : later.add(new Later(due(time), happening)));
  }

  private Instant due(Duration time) {
    return clock.instant().plus(time);
  }

  private static boolean run(Runnable happening) {
    happening.run();
    return true;
  }

  /** Lets everything happen whose time has come. */
  public void settle() {
    if (later.isEmpty()) {
      return;
    }
    change(() -> {
      var now = clock.instant();
      var due = later.stream().filter(each -> !each.due().isAfter(now)).toList();
      later.removeAll(due);
      due.forEach(each -> each.happening().run());
      return this;
    });
  }

  public long nextId() {
    return ids.incrementAndGet();
  }

  String nextSha() {
    return sha("commit " + ids.incrementAndGet());
  }

  /** Forty digits that follow from the text. */
  public static String sha(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a change while nobody reads. */
  public <T> T change(Supplier<T> change) {
    if (lock.getReadHoldCount() > 0) {
      throw new IllegalStateException("a question must not change the world");
    }
    lock.writeLock().lock();
    var news = List.<News>of();
    try {
      return change.get();
    } finally {
      news = lock.getWriteHoldCount() == 1 ? noticing.take() : news;
      lock.writeLock().unlock();
      tell(news);
    }
  }

  private void tell(List<News> news) {
    var hears = listener;
    if (hears != null && !news.isEmpty()) {
      hears.accept(news);
    }
  }

  /** Who is told of what happens after each change, once somebody wants to hear it. */
  void listener(Consumer<List<News>> hears) {
    listener = hears;
  }

  /** Somebody wants to hear what happens from now on; until then nobody looks for it. */
  public void hear() {
    heard = true;
  }

  void changing(PullRequest pr) {
    if (heard) {
      noticing.changing(pr);
    }
  }

  void opened(PullRequest pr) {
    if (heard) {
      noticing.opened(pr);
    }
  }

  void pushed(Repository repository) {
    if (heard) {
      noticing.pushed(repository);
    }
  }

  /** Runs a question while nobody changes anything. */
  public <T> T read(Supplier<T> question) {
    lock.readLock().lock();
    try {
      return question.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Pushes and merges leave mergeability unknown until it was asked once, as at a real provider.
   */
  public World lazyMergeability(boolean lazy) {
    lazyMergeability = lazy;
    return this;
  }

  boolean lazyMergeability() {
    return lazyMergeability;
  }

  /** The person or bot with this login; logins that end in {@code [bot]} are bots. */
  public Person person(String login) {
    return person(login, login);
  }

  public Person person(String login, String name) {
    return change(() -> {
      var bot = login.endsWith("[bot]");
      var plain = bot ? login.substring(0, login.length() - 5) : login;
      var found = owners.get(key(login));
      if (found instanceof Person known) {
        return known;
      }
      var person = register(new Person(nextId(), plain, name, bot));
      owners.put(key(login), person);
      return person;
    });
  }

  public Organization organization(String login) {
    return change(() -> {
      if (owners.get(key(login)) instanceof Organization known) {
        return known;
      }
      var organization = register(new Organization(this, nextId(), login));
      owners.put(key(login), organization);
      return organization;
    });
  }

  /**
   * The repository with this full name. A new one is private, owned by the person of that login if
   * there is one and otherwise by an organization whose administrator is mira and whose writers are
   * ben and lena.
   */
  public Repository repository(String fullName) {
    return change(() -> {
      var known = repositories.get(key(fullName));
      if (known != null) {
        return known;
      }
      var cut = fullName.lastIndexOf('/');
      var owner = ownerOf(fullName.substring(0, cut));
      return add(new Repository(this, nextId(), owner, fullName.substring(cut + 1)));
    });
  }

  private Owner ownerOf(String login) {
    var known = owners.get(key(login));
    if (known != null) {
      return known;
    }
    var cut = login.lastIndexOf('/');
    if (cut > 0) {
      ownerOf(login.substring(0, cut));
      return organization(login);
    }
    return organization(login)
        .members(Role.ADMIN, "mira")
        .members(Role.WRITE, "ben", "lena")
        .members(Role.MAINTAIN, "tariq")
        .members(Role.READ, "noor");
  }

  private Repository add(Repository repository) {
    repositories.put(key(repository.fullName()), repository);
    return register(repository);
  }

  <T> T register(T thing) {
    switch (thing) {
      case Owner owner -> things.put(owner.id(), owner);
      case Repository repository -> things.put(repository.id(), repository);
      case PullRequest pullRequest -> things.put(pullRequest.id(), pullRequest);
      case Team team -> things.put(team.id(), team);
      case Issue issue -> things.put(issue.id(), issue);
      case Branch branch -> things.put(branch.id(), branch);
      default -> throw new IllegalArgumentException("not looked up by id: " + thing);
    }
    return thing;
  }

  /** What has this id: an owner, team, repository, branch, issue or pull request. */
  public Optional<Object> find(long id) {
    return Optional.ofNullable(things.get(id));
  }

  public Optional<Owner> findOwner(String login) {
    return Optional.ofNullable(owners.get(key(login)));
  }

  /** Also finds a repository by a name it had before. */
  public Optional<Repository> findRepository(String owner, String name) {
    return findRepository(owner + "/" + name);
  }

  public Optional<Repository> findRepository(String fullName) {
    var key = key(fullName);
    var found = repositories.get(key);
    return Optional.ofNullable(found != null ? found : formerNames.get(key));
  }

  public Collection<Repository> repositories() {
    return repositories.values();
  }

  public List<Organization> organizations() {
    return owners.values().stream()
        .filter(Organization.class::isInstance)
        .map(Organization.class::cast)
        .toList();
  }

  public List<Person> people() {
    return owners.values().stream()
        .filter(Person.class::isInstance)
        .map(Person.class::cast)
        .toList();
  }

  void rename(Repository repository, Owner owner, String name) {
    repositories.remove(key(repository.fullName()));
    formerNames.put(key(repository.fullName()), repository);
    repository.moveTo(owner, name);
    formerNames.remove(key(repository.fullName()));
    repositories.put(key(repository.fullName()), repository);
  }

  void remove(Repository repository) {
    repositories.remove(key(repository.fullName()));
    formerNames.values().removeIf(each -> each == repository);
    things.remove(repository.id());
    repository.pullRequests().forEach(each -> things.remove(each.id()));
  }

  /** Gives out a token; one with the same value is replaced. */
  public Token token(Token token) {
    return change(() -> {
      tokens.put(token.value(), token);
      return token;
    });
  }

  public Optional<Token> token(String value) {
    return Optional.ofNullable(tokens.get(value));
  }

  public Collection<Token> tokens() {
    return tokens.values();
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
