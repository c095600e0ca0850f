package io.ampel.provider.gitlab;

import static io.ampel.provider.Capabilities.State.NO;
import static io.ampel.provider.Capabilities.State.UNKNOWN;
import static io.ampel.provider.Capabilities.State.YES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Feature;
import io.ampel.provider.Introduction;
import io.ampel.provider.ProviderFailure;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.gitlab.Instance.Tier;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitLabDoctorTests {
  private static Simulator simulator;
  private static Lab lab;

  @BeforeAll
  static void open() {
    simulator = Simulator.start(0);
    var world = simulator.world(Forge.GITLAB);
    world.repository("acme/web").pullRequest("A change").check("build", CheckState.PASSED);
    GitLabTokens.projectOfToken(world);
    lab = new Lab(simulator.gitlabBase());
  }

  @AfterAll
  static void close() {
    simulator.close();
  }

  private static Introduction introduce(String token) {
    return lab.connector.introduce(lab.access(token));
  }

  private static List<Code> warnings(Introduction introduction) {
    return introduction.warnings().stream().map(AccountProblem::code).toList();
  }

  @Test
  void aPersonalTokenTellsItsScopes() {
    var introduction = introduce(GitLabTokens.ADMIN);
    assertThat(introduction.identity().login()).isEqualTo("mira");
    assertThat(introduction.identity().name()).isEqualTo("Mira Lindqvist");
    assertThat(introduction.identity().avatar()).startsWith("http");
    assertThat(introduction.tokenKind()).isEqualTo("personal");
    assertThat(introduction.scopes()).containsExactly("api");
    assertThat(introduction.expiresAt()).isNull();
    assertThat(introduction.repositoriesVisible()).isEqualTo(2);
    assertThat(introduction.capabilities().merge().state()).isEqualTo(YES);
    assertThat(introduction.capabilities().webhooks().state()).isEqualTo(YES);
    assertThat(introduction.budgets()).extracting("name").contains("throttle_authenticated_api");
    assertThat(introduction.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {GitLabTokens.ROUTABLE, GitLabTokens.OTHER_PREFIX, GitLabTokens.NO_PREFIX})
  void anyFormOfTokenIsTaken(String token) {
    assertThat(introduce(token).tokenKind()).isEqualTo("personal");
  }

  @Test
  void aTokenThatReadsReadsEverythingAndIsToldWhatWritingNeeds() {
    var may = introduce(GitLabTokens.READ_ONLY).capabilities();
    assertThat(may.readLights().state()).isEqualTo(YES);
    assertThat(may.readChecks().state()).isEqualTo(YES);
    for (var one :
        List.of(may.comment(), may.approve(), may.merge(), may.rerun(), may.webhooks())) {
      assertThat(one.state()).isEqualTo(NO);
      assertThat(one.missing()).containsExactly("api");
    }
  }

  @Test
  void aTokenThatKnowsOnlyItsOwnerIsToldWhatItLacks() {
    var introduction = introduce(GitLabTokens.READ_USER);
    assertThat(introduction.identity().login()).isEqualTo("mira");
    assertThat(introduction.capabilities().readLights().missing()).containsExactly("read_api");
    assertThat(introduction.warnings())
        .singleElement()
        .satisfies(warning -> {
          assertThat(warning.code()).isEqualTo(Code.INSUFFICIENT_PERMISSIONS);
          assertThat(warning.missing()).containsExactly("read_api");
        });
  }

  @Test
  void aRoleLimitsWhatScopesAllow() {
    var may = introduce(GitLabTokens.REPORTER).capabilities();
    assertThat(may.comment().state()).isEqualTo(YES);
    assertThat(may.merge().state()).isEqualTo(NO);
    assertThat(may.merge().missing()).containsExactly("Developer role");
    assertThat(introduce(GitLabTokens.DEVELOPER).capabilities().webhooks().missing())
        .containsExactly("Maintainer role");
  }

  @ParameterizedTest
  @CsvSource({
    GitLabTokens.PROJECT_TOKEN + ", project, 1",
    GitLabTokens.GROUP_TOKEN + ", group, 2",
  })
  void aProjectsOrAGroupsTokenIsABot(String token, String kind, int repositories) {
    var introduction = introduce(token);
    assertThat(introduction.tokenKind()).isEqualTo(kind);
    assertThat(introduction.repositoriesVisible()).isEqualTo(repositories);
  }

  @Test
  void aTokenEndsWhenItsLastDayBegins() {
    var today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    var end = introduce(GitLabTokens.EXPIRING).expiresAt();
    assertThat(end).isEqualTo(today.plus(5, ChronoUnit.DAYS));
    assertThat(Objects.requireNonNull(end).atOffset(ZoneOffset.UTC).getHour()).isZero();
  }

  @Test
  void aFineGrainedTokenIsExaminedByReading() {
    var introduction = introduce(GitLabTokens.GRANULAR);
    assertThat(introduction.tokenKind()).isEqualTo("fine-grained");
    var may = introduction.capabilities();
    assertThat(may.readLights().state()).isEqualTo(YES);
    assertThat(may.readChecks().state()).isEqualTo(YES);
    assertThat(may.merge().state()).isEqualTo(UNKNOWN);
    var empty = introduce(GitLabTokens.GRANULAR_EMPTY).capabilities();
    assertThat(empty.readLights().state()).isEqualTo(NO);
    assertThat(empty.readLights().missing()).containsExactly("Merge Request: read");
    assertThat(empty.readChecks().missing()).containsExactly("Pipeline: read");
  }

  @Test
  void aWallOfSingleSignOnHidesEverythingPrivate() {
    var introduction = introduce(GitLabTokens.SSO_REQUIRED);
    assertThat(introduction.repositoriesVisible()).isZero();
    assertThat(warnings(introduction)).containsExactly(Code.CANNOT_SEE_REPOSITORIES);
  }

  @ParameterizedTest
  @CsvSource({
    GitLabTokens.REVOKED + ", INVALID_TOKEN",
    GitLabTokens.EXPIRED + ", TOKEN_EXPIRED",
    GitLabTokens.UNKNOWN + ", INVALID_TOKEN",
    "ghp_of_another_provider, INVALID_TOKEN",
    GitLabTokens.RATE_LIMITED + ", RATE_LIMITED",
    GitLabTokens.RATE_LIMITED_WITHOUT_HINT + ", RATE_LIMITED",
    GitLabTokens.DEPLOY + ", INVALID_TOKEN",
    GitLabTokens.RUNNER + ", INVALID_TOKEN",
    GitLabTokens.JOB + ", INVALID_TOKEN",
    GitLabTokens.FEED + ", INVALID_TOKEN",
    GitLabTokens.TRIGGER + ", INVALID_TOKEN",
  })
  void aTokenThatIsOfNoUseNowSaysWhy(String token, Code code) {
    var failure = catchThrowableOfType(ProviderFailure.class, () -> introduce(token));
    assertThat(failure.problem().code()).isEqualTo(code);
    assertThat(failure.toString()).doesNotContain(token);
    if (code == Code.RATE_LIMITED) {
      assertThat(failure.problem().until()).isAfter(Instant.now());
    }
  }

  private static Instance instance(String... missing) {
    return new Instance(
        UUID.randomUUID(),
        Provider.GITLAB,
        simulator.gitlabBase(),
        "GitLab of the test",
        true,
        Set.of(missing));
  }

  @Test
  void changesAreRequestedOnlyWhereTheInstanceCan() {
    assertThat(lab.connector.features(instance())).contains(Feature.REQUEST_CHANGES, Feature.MERGE);
    var free = Simulator.start(0);
    try (free) {
      free.gitlab().instance().tier(Tier.FREE);
      free.world(Forge.GITLAB).repository("acme/web");
      var other = new Lab(free.gitlabBase());
      other.connector.introduce(other.access(GitLabTokens.DEVELOPER));
      assertThat(other.learned).contains("Mutation.mergeRequestRequestChanges");
      assertThat(other.connector.features(instance("Mutation.mergeRequestRequestChanges")))
          .doesNotContain(Feature.REQUEST_CHANGES)
          .contains(Feature.APPROVE, Feature.COMMENT);
    }
  }

  @Test
  void manyProjectsAreCounted() {
    var many = Simulator.start(0);
    try (many) {
      for (var i = 0; i < 130; i++) {
        many.world(Forge.GITLAB).repository("acme/r" + i);
      }
      var other = new Lab(many.gitlabBase());
      assertThat(other.connector.introduce(other.access(GitLabTokens.ADMIN)).repositoriesVisible())
          .isEqualTo(130);
    }
  }
}
