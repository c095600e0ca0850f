package io.ampel.simulator;

import com.sun.net.httpserver.HttpServer;
import io.ampel.simulator.bitbucket.Bitbucket;
import io.ampel.simulator.github.GitHub;
import io.ampel.simulator.gitlab.GitLab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A running simulator on loopback. It starts with an empty world in which the people and tokens of
 * {@link Tokens} exist; without {@link #timeModel} it answers at once.
 */
public final class Simulator implements AutoCloseable {
  static {
    // Without this every kept-alive answer waits for a delayed acknowledgement, about 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Calls calls = new Calls();
  private final Faults faults = new Faults();
  private final Clock clock;
  private final Postman postman = new Postman();
  private final GitHub github;
  private final GitLab gitlab;
  private final Bitbucket bitbucket;
  private final Map<Forge, World> worlds = new ConcurrentHashMap<>();
  private final Map<Forge, Provider> providers = new EnumMap<>(Forge.class);
  private volatile @Nullable Life life;

  private Simulator(int port, Clock clock) throws IOException {
    this.clock = clock;
    this.github = new GitHub(this::world, clock, postman);
    this.gitlab = new GitLab(() -> world(Forge.GITLAB), clock, postman);
    this.bitbucket = new Bitbucket(() -> world(Forge.BITBUCKET), clock);
    providers.put(Forge.GITHUB, github);
    providers.put(Forge.GITLAB, gitlab);
    providers.put(Forge.BITBUCKET, bitbucket);
    newWorld();
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
    server.setExecutor(threads);
    server.createContext("/", new Door(this));
    server.start();
  }

  /** Starts on this port, or on any free one for 0. */
  public static Simulator start(int port) {
    return start(port, Clock.systemUTC());
  }

  public static Simulator start(int port, Clock clock) {
    try {
      return new Simulator(port, clock);
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + ": " + e.getMessage(), e);
    }
  }

  private World emptyWorld(Forge forge) {
    var fresh = new World(forge, clock);
    Tokens.give(fresh);
    var provider = Objects.requireNonNull(providers.get(forge));
    fresh.listener(news -> provider.happened(fresh, news, url().resolve(forge.path())));
    return fresh;
  }

  /** The world of GitHub. */
  public World world() {
    return world(Forge.GITHUB);
  }

  public World world(Forge forge) {
    return Objects.requireNonNull(worlds.get(forge));
  }

  public List<World> worlds() {
    return Arrays.stream(Forge.values()).map(this::world).toList();
  }

  /** Who answers below the path of this kind, empty when nobody speaks its words. */
  Optional<Provider> provider(Forge forge) {
    return Optional.ofNullable(providers.get(forge));
  }

  /** Forgets everything and starts with people and tokens only. */
  public World newWorld() {
    for (var forge : Forge.values()) {
      worlds.put(forge, emptyWorld(forge));
    }
    providers.values().forEach(Provider::reset);
    return world();
  }

  /** Replaces the worlds by the demo's: a small company with every situation there is. */
  public World demoWorld() {
    DemoWorld.fill(newWorld());
    GitLabDemo.fill(world(Forge.GITLAB));
    BitbucketDemo.fill(world(Forge.BITBUCKET));
    return world();
  }

  /** Replaces the worlds by new ones, GitHub's a generated one, equal for equal seeds. */
  public World generatedWorld(long seed, int repositories, int pullRequests) {
    newWorld();
    return generatedWorld(Forge.GITHUB, seed, repositories, pullRequests);
  }

  /** Fills one world and leaves the others as they are. */
  public World generatedWorld(Forge forge, long seed, int repositories, int pullRequests) {
    GeneratedWorld.fill(world(forge), seed, repositories, pullRequests);
    return world(forge);
  }

  /** Something small happens every so often. */
  public void live(Duration pace) {
    var now = new Life(this::worlds, pace);
    life = now;
    threads.submit(now);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What a person would paste as the address of a self-hosted GitHub. */
  public URI githubBase() {
    return url().resolve("/github");
  }

  public URI githubRest() {
    return url().resolve("/github/api/v3");
  }

  public URI githubGraphql() {
    return url().resolve("/github/api/graphql");
  }

  /** GitHub's own switches: Enterprise Server, budgets. */
  public GitHub github() {
    return github;
  }

  /** What a person would give as the address of Bitbucket; the API is below {@code /2.0}. */
  public URI bitbucketBase() {
    return url().resolve("/bitbucket");
  }

  /** Bitbucket's own switches: budgets, how merges go. */
  public Bitbucket bitbucket() {
    return bitbucket;
  }

  /** What a person would paste as the address of a self-managed GitLab. */
  public URI gitlabBase() {
    return url().resolve("/gitlab");
  }

  /** GitLab's own switches: tier, version, limits. */
  public GitLab gitlab() {
    return gitlab;
  }

  /** Posts to web hooks at the first address go to the second, as a name would lead there. */
  public Simulator leadsTo(URI named, URI real) {
    postman.leadsTo(named, real);
    return this;
  }

  public Calls calls() {
    return calls;
  }

  public Faults faults() {
    return faults;
  }

  /**
   * Takes the time a provider takes for each pull request whose checks or mergeability are asked.
   */
  public Simulator timeModel(Duration perPullRequest) {
    providers.values().forEach(each -> each.timeModel(perPullRequest));
    return this;
  }

  /** Nobody uses up a budget or is asked to slow down. */
  public Simulator withoutLimits() {
    github.hourlyBudget(Integer.MAX_VALUE);
    bitbucket.hourlyBudget(Integer.MAX_VALUE);
    gitlab.instance().selfManaged(true);
    return this;
  }

  @Override
  public void close() {
    var running = life;
    if (running != null) {
      running.stop();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
