package io.ampel.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.ampel.platform.Gateway;
import io.ampel.platform.Secret;
import io.ampel.platform.TestGateway;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.PullRequestAnswer.Read;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.RepositoryProbe.Glimpse;
import io.ampel.provider.RepositoryProbe.Lost;
import io.ampel.provider.RepositoryProbe.Seen;
import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.Policy;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.Repositories.Found;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Repository.Visibility;
import io.ampel.simulator.Forge;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Token.Defect;
import io.ampel.simulator.World;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every connector must do over HTTP, whatever its provider. Half of it happens in the world of
 * the simulator, half at a server that gives one prepared answer to everything.
 */
public abstract class ConnectorContract {
  private static final String PLANTED = "planted0token0that0must0not0show0000";
  private static final Duration USUAL = Duration.ofSeconds(15);
  private static final Duration HASTY = Duration.ofMillis(300);

  private final WireMockServer elsewhere = new WireMockServer(wireMockConfig().dynamicPort());
  private final TestClock clock = new TestClock();

  /**
   * A token and what its provider wants beside it.
   *
   * @param username null where there is none
   * @param workspace null where there is none
   */
  public record Login(String token, @Nullable String username, @Nullable String workspace) {
    public static Login of(String token) {
      return new Login(token, null, null);
    }
  }

  /** An answer to everything, and what it means. */
  public record Refusal(String name, ResponseDefinitionBuilder answer, Code code) {}

  /**
   * @param pause how long nothing is asked afterwards
   */
  public record Limit(String name, ResponseDefinitionBuilder answer, Duration pause) {}

  /** What is left, as the headers of an answer tell. */
  public record Left(String name, ResponseDefinitionBuilder answer, Budget budget) {}

  protected abstract Forge forge();

  protected abstract io.ampel.pullrequest.Provider provider();

  protected abstract Connector connector(Gateway gateway, Budgets budgets, Clock clock);

  protected abstract URI base(Simulator simulator);

  /** Somebody of the simulator who may write in the repositories of {@code acme}. */
  protected abstract Login writer();

  /** The same kind of token where there is no simulator. */
  protected Login planted() {
    return Login.of(PLANTED);
  }

  /** Each error of the provider's sheet. */
  protected abstract Stream<Refusal> refusals();

  /** Each way to demand a pause, asked at {@link #now}. */
  protected abstract Stream<Limit> limits();

  /** None where the provider does not tell what is left. */
  protected Stream<Left> budgetsLeft() {
    return Stream.of();
  }

  /** The first page of the list of repositories, empty, with its next page at this address. */
  protected abstract ResponseDefinitionBuilder firstPage(String next);

  /** Prepares answers in which the repository of key 1 is gone and that of key 2 is there. */
  protected abstract void partial(WireMockServer server);

  /** How the provider names the repository with this number. */
  protected abstract String key(int number);

  /** How many calls find out that a token is dead, whatever is asked with it. */
  protected int callsOfADeadToken() {
    return 2;
  }

  protected Instant now() {
    return clock.instant();
  }

  protected static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json; charset=utf-8")
        .withBody(body);
  }

  protected static ResponseDefinitionBuilder html(int status) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "text/html; charset=utf-8")
        .withBody("<!doctype html><title>Not for programs</title>");
  }

  protected static ResponseDefinitionBuilder plain(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "text/plain; charset=utf-8")
        .withBody(body);
  }

  /** A connector at some place, with one account. */
  private final class Stage implements AutoCloseable {
    private final Simulator simulator;
    private final WireMockServer server;
    private final Budgets budgets;
    private final Connector connector;
    private final Access access;

    private Stage(boolean isWorld, Duration patience) {
      simulator = Simulator.start(0);
      server = new WireMockServer(wireMockConfig().dynamicPort());
      server.start();
      var time = isWorld ? Clock.systemUTC() : clock;
      budgets = new Budgets(time);
      connector = connector(TestGateway.open(patience), budgets, time);
      var base = isWorld ? base(simulator) : URI.create(server.baseUrl());
      access = access(base, isWorld ? writer() : planted());
    }

    private Access access(URI base, Login login) {
      var instance =
          new Instance(UUID.randomUUID(), provider(), base, "of the contract", true, Set.of());
      return new Access(
          UUID.nameUUIDFromBytes(login.token().getBytes(StandardCharsets.UTF_8)),
          instance,
          login.username(),
          login.workspace(),
          () -> new Secret(login.token()));
    }

    private World world() {
      return simulator.world(forge());
    }

    private Stage answers(ResponseDefinitionBuilder answer) {
      server.stubFor(any(anyUrl()).willReturn(answer));
      return this;
    }

    private Repository repository(String fullName) {
      return repository(connector.repository(access, fullName).orElseThrow());
    }

    private Repository repository(Found found) {
      return new Repository(
          UUID.nameUUIDFromBytes(found.externalId().getBytes(StandardCharsets.UTF_8)),
          access.instance(),
          found.externalId(),
          found.fullName(),
          found.url(),
          found.visibility(),
          found.archived(),
          found.fork(),
          found.defaultBranch(),
          found.strategies(),
          found.deletesBranchOnMerge(),
          Policy.DEFAULT);
    }

    private Repository repository(int number, String fullName) {
      return new Repository(
          UUID.nameUUIDFromBytes(fullName.getBytes(StandardCharsets.UTF_8)),
          access.instance(),
          key(number),
          fullName,
          URI.create(access.instance().baseUrl() + "/" + fullName),
          Visibility.PRIVATE,
          false,
          false,
          "main",
          Set.of(MergeStrategy.MERGE),
          false,
          Policy.DEFAULT);
    }

    private Seen seen(Repository repository) {
      var probe = connector.probe(access, List.of(repository)).getFirst();
      assertThat(probe).isInstanceOf(Seen.class);
      return (Seen) probe;
    }

    private PullRequest facts(Repository repository, Glimpse glimpse) {
      var wanted = new Wanted(repository, glimpse.externalId(), glimpse.number());
      var answer = connector.details(access, List.of(wanted)).getFirst();
      assertThat(answer).isInstanceOf(Read.class);
      return ((Read) answer).facts();
    }

    /** What the simplest question ends with. */
    private AccountProblem problem() {
      var failure =
          catchThrowableOfType(
              ProviderFailure.class, () -> connector.repository(access, "acme/api"));
      assertThat(failure).isNotNull();
      assertThat(failure.toString() + failure.problem()).doesNotContain(PLANTED);
      return failure.problem();
    }

    @Override
    public void close() {
      server.stop();
      simulator.close();
    }
  }

  private Stage world() {
    return new Stage(true, USUAL);
  }

  private Stage server() {
    return new Stage(false, USUAL);
  }

  @BeforeEach
  void open() {
    elsewhere.start();
    elsewhere.stubFor(any(anyUrl()).willReturn(okJson("[]")));
  }

  @AfterEach
  void close() {
    elsewhere.stop();
  }

  @Test
  void allPagesOfRepositoriesAreListedAndEachOnce() {
    try (var stage = world()) {
      for (var i = 0; i < 230; i++) {
        stage.world().repository("acme/r" + i);
      }
      var names = new ArrayList<String>();
      for (String cursor = null; ; ) {
        var page = stage.connector.repositories(stage.access, cursor);
        page.repositories().forEach(found -> names.add(found.fullName()));
        cursor = page.next();
        if (cursor == null) {
          break;
        }
      }
      assertThat(names)
          .doesNotHaveDuplicates()
          .containsAll(IntStream.range(0, 230).mapToObj(i -> "acme/r" + i).toList());
    }
  }

  @Test
  void anEmptyRepositoryIsSeenEmpty() {
    try (var stage = world()) {
      stage.world().repository("acme/api");
      var repository = stage.repository("acme/api");
      assertThat(stage.seen(repository).open()).isEmpty();
      assertThat(stage.connector.requirements(stage.access, repository, "main")).isNotNull();
      assertThat(stage.connector.repository(stage.access, "acme/nothing-here")).isEmpty();
    }
  }

  @Test
  void whoeverIsGoneIsAGhost() {
    try (var stage = world()) {
      stage.world().repository("acme/api").pullRequest("A change").ghostAuthor();
      var repository = stage.repository("acme/api");
      var glimpse = stage.seen(repository).open().getFirst();
      assertThat(stage.facts(repository, glimpse).author().kind()).isEqualTo(Account.Kind.GHOST);
    }
  }

  @Test
  void hugeAndOddTextsArriveAsTheyAre() {
    try (var stage = world()) {
      var title = "🦄 שלום مرحبا \u202Etfel ot thgir\u202C <b>&amp; \"quoted\" \\ 𝔘𝔫𝔦";
      var body = "é🎉\n".repeat(250_000);
      stage.world().repository("acme/api").pullRequest(title).body(body);
      var repository = stage.repository("acme/api");
      var facts = stage.facts(repository, stage.seen(repository).open().getFirst());
      assertThat(facts.title()).isEqualTo(title);
      assertThat(facts.body().length()).isEqualTo(1_000_000);
      assertThat(facts.body()).isEqualTo(body);
    }
  }

  @Test
  void aHundredAndOnePullRequestsAreSeenAndTheLastIsRead() {
    try (var stage = world()) {
      var told = stage.world().repository("acme/api");
      for (var i = 1; i <= 101; i++) {
        told.pullRequest("Change " + i);
      }
      var repository = stage.repository("acme/api");
      var open = stage.seen(repository).open();
      assertThat(open)
          .extracting(Glimpse::number)
          .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 101).boxed().toList());
      assertThat(new HashSet<>(open)).hasSize(101);
      var last = open.stream().filter(one -> one.number() == 101).findFirst().orElseThrow();
      assertThat(stage.facts(repository, last).title()).isEqualTo("Change 101");
    }
  }

  @Test
  void whatIsReadHasTheFingerprintOfTheNextLook() {
    try (var stage = world()) {
      stage.world().repository("acme/api").pullRequest("A change").approve("lena");
      var repository = stage.repository("acme/api");
      var glimpse = stage.seen(repository).open().getFirst();
      var wanted = new Wanted(repository, glimpse.externalId(), glimpse.number());
      var read = (Read) stage.connector.details(stage.access, List.of(wanted)).getFirst();
      assertThat(read.fingerprint())
          .isEqualTo(stage.seen(repository).open().getFirst().fingerprint());
    }
  }

  @Test
  void aTokenThatDiesBetweenTwoCallsIsADeadToken() {
    try (var stage = world()) {
      stage.world().repository("acme/api").pullRequest("A change");
      var repository = stage.repository("acme/api");
      var glimpse = stage.seen(repository).open().getFirst();
      var wanted = new Wanted(repository, glimpse.externalId(), glimpse.number());
      stage.world().token(writer().token()).orElseThrow().broken(Defect.REVOKED);

      assertThat(stage.connector.probe(stage.access, List.of(repository)))
          .first()
          .isInstanceOfSatisfying(
              RepositoryProbe.Failed.class,
              failed -> assertThat(failed.problem().code().tokenIsDead()).isTrue());
      assertThat(stage.connector.details(stage.access, List.of(wanted)))
          .first()
          .isInstanceOfSatisfying(
              PullRequestAnswer.Failed.class,
              failed -> assertThat(failed.problem().code().tokenIsDead()).isTrue());
      var failure =
          catchThrowableOfType(
              ProviderFailure.class,
              () -> stage.connector.comment(stage.access, repository, glimpse.number(), "Hello"));
      assertThat(failure.problem().code().tokenIsDead()).isTrue();
    }
  }

  @Test
  void withADeadTokenNothingIsAskedTwice() {
    try (var stage = world()) {
      var repositories = new ArrayList<Repository>();
      for (var i = 0; i < 30; i++) {
        stage.world().repository("acme/r" + i);
        repositories.add(stage.repository("acme/r" + i));
      }
      stage.world().token(writer().token()).orElseThrow().broken(Defect.REVOKED);
      stage.simulator.calls().clear();
      assertThat(stage.connector.probe(stage.access, repositories))
          .hasSize(30)
          .hasOnlyElementsOfType(RepositoryProbe.Failed.class);
      assertThat(stage.simulator.calls().total()).isLessThanOrEqualTo(callsOfADeadToken());
    }
  }

  @Test
  void aRenamedRepositoryIsFoundByItsOldName() {
    try (var stage = world()) {
      stage.world().repository("acme/old").pullRequest("A change");
      var before = stage.repository("acme/old");
      stage.world().repository("acme/old").rename("new");
      assertThat(stage.connector.repository(stage.access, "acme/old"))
          .get()
          .satisfies(found -> {
            assertThat(found.fullName()).isEqualTo("acme/new");
            assertThat(found.externalId()).isEqualTo(before.externalId());
          });
      assertThat(stage.seen(before).now().fullName()).isEqualTo("acme/new");
    }
  }

  @Test
  void wordsThatArrivedWithoutAnAnswerAreFoundAgain() {
    try (var stage = world()) {
      stage.world().repository("acme/api").pullRequest("A change");
      var repository = stage.repository("acme/api");
      var begun = Instant.now().minusSeconds(5);
      var body = "/close is what I would say\n\n* 🎉";
      stage
          .simulator
          .faults()
          .add(io.ampel.simulator.Fault.of(io.ampel.simulator.Fault.Kind.CUT).on("POST ").times(1));
      assertThat(stage.connector.comment(stage.access, repository, 1, body))
          .isInstanceOf(ActOutcome.Unknown.class);
      assertThat(stage.connector.hasCommented(stage.access, repository, 1, body, begun)).isTrue();
      assertThat(stage.connector.hasCommented(stage.access, repository, 1, "Else", begun))
          .isFalse();
      assertThat(stage.world().repository("acme/api").pullRequest(1).open()).isTrue();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyRefusalMeansWhatTheSheetSays() {
    return refusals()
        .map(refusal ->
            dynamicTest(
                refusal.name(),
                () -> {
                  try (var stage = server().answers(refusal.answer())) {
                    assertThat(stage.problem().code()).isEqualTo(refusal.code());
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> everyLimitIsAPauseThatIsKept() {
    return limits()
        .map(limit ->
            dynamicTest(
                limit.name(),
                () -> {
                  try (var stage = server().answers(limit.answer())) {
                    var problem = stage.problem();
                    assertThat(problem.code()).isEqualTo(Code.RATE_LIMITED);
                    assertThat(problem.until()).isEqualTo(now().plus(limit.pause()));
                    var asked = stage.server.getAllServeEvents().size();
                    assertThat(stage.answers(okJson("{}")).problem().until())
                        .isEqualTo(problem.until());
                    assertThat(stage.server.getAllServeEvents())
                        .as("asked meanwhile")
                        .hasSize(asked);
                    assertThat(stage.budgets.blockedUntil(stage.access.account()))
                        .contains(problem.until());
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> whatIsLeftIsWhatTheHeadersSay() {
    return budgetsLeft()
        .map(left ->
            dynamicTest(
                left.name(),
                () -> {
                  try (var stage = server().answers(left.answer())) {
                    stage.problem();
                    assertThat(stage.budgets.of(stage.access.account()))
                        .containsExactly(left.budget());
                  }
                }));
  }

  @Test
  void aPageForPeopleIsNotThisProvider() {
    try (var stage = server()) {
      assertThat(stage.answers(html(200)).problem().code()).isEqualTo(Code.NOT_THIS_PROVIDER);
      assertThat(stage.answers(html(404)).problem().code()).isEqualTo(Code.NOT_THIS_PROVIDER);
    }
  }

  @Test
  void aServerThatGivesUpOrIsDownIsTold() {
    try (var stage = server()) {
      assertThat(stage.answers(html(502)).problem().code()).isEqualTo(Code.TIMED_OUT);
      assertThat(stage.answers(html(504)).problem().code()).isEqualTo(Code.TIMED_OUT);
      assertThat(stage.answers(html(503)).problem().code()).isEqualTo(Code.PROVIDER_DOWN);
    }
  }

  @Test
  void anAnswerThatIsCutIsNoAnswer() {
    try (var stage = server()) {
      assertThat(stage.answers(json(200, "{\"id\": 1, \"full_na")).problem().code())
          .isEqualTo(Code.UNEXPECTED_ANSWER);
      var garbage = aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE);
      assertThat(stage.answers(garbage).problem().code()).isEqualTo(Code.PROVIDER_DOWN);
    }
  }

  @Test
  void anAnswerOfAnotherShapeIsUnexpected() {
    try (var stage = server()) {
      assertThat(stage.answers(okJson("[1, 2, 3]")).problem().code())
          .isEqualTo(Code.UNEXPECTED_ANSWER);
    }
  }

  @Test
  void noAnswerInTimeIsATimeOut() {
    try (var stage = new Stage(false, HASTY)) {
      assertThat(stage.answers(okJson("{}").withFixedDelay(2500)).problem().code())
          .isEqualTo(Code.TIMED_OUT);
    }
  }

  @Test
  void nobodyThereIsAConnectionRefused() {
    try (var stage = server()) {
      stage.server.stop();
      assertThat(stage.problem().code()).isEqualTo(Code.CONNECTION_REFUSED);
    }
  }

  @Test
  void aRedirectToAnotherHostIsNotFollowed() {
    try (var stage = server()) {
      var answer =
          aResponse().withStatus(302).withHeader("Location", elsewhere.baseUrl() + "/login");
      assertThat(stage.answers(answer).problem().code()).isEqualTo(Code.NOT_THIS_PROVIDER);
      assertThat(elsewhere.getAllServeEvents()).isEmpty();
    }
  }

  @Test
  void aRedirectInCirclesEnds() {
    try (var stage = server()) {
      var answer =
          json(302, "{}").withHeader("Location", stage.server.baseUrl() + "/api/round/and/round");
      assertThat(stage.answers(answer).problem()).isNotNull();
      assertThat(stage.server.getAllServeEvents()).hasSizeLessThan(10);
    }
  }

  @Test
  void aNextPageAtAnotherHostIsNotAsked() {
    try (var stage = server()) {
      var there = elsewhere.baseUrl() + "/repositories?page=2";
      stage.answers(firstPage(there));
      var listed =
          catchThrowableOfType(
              ProviderFailure.class, () -> stage.connector.repositories(stage.access, null));
      assertThat(listed.problem().code()).isEqualTo(Code.UNEXPECTED_ANSWER);
      var asked =
          catchThrowableOfType(
              ProviderFailure.class, () -> stage.connector.repositories(stage.access, there));
      assertThat(asked.problem().code()).isEqualTo(Code.UNEXPECTED_ANSWER);
      assertThat(elsewhere.getAllServeEvents()).isEmpty();
    }
  }

  @Test
  void ofTwoRepositoriesOneMayBeGone() {
    try (var stage = server()) {
      partial(stage.server);
      var probes =
          stage.connector.probe(
              stage.access,
              List.of(stage.repository(1, "acme/gone"), stage.repository(2, "acme/fine")));
      assertThat(probes.get(0))
          .isInstanceOfSatisfying(
              Lost.class, lost -> assertThat(lost.problem().code()).isEqualTo(Code.NOT_FOUND));
      assertThat(probes.get(1)).isInstanceOf(Seen.class);
    }
  }
}
