package io.ampel.provider.github;

import static io.ampel.provider.Capabilities.State.NO;
import static io.ampel.provider.Capabilities.State.UNKNOWN;
import static io.ampel.provider.Capabilities.State.YES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Introduction;
import io.ampel.provider.ProviderFailure;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubDoctorTests {
  private static Simulator simulator;
  private static Lab lab;

  @BeforeAll
  static void open() {
    simulator = Simulator.start(0);
    var world = simulator.world();
    world.repository("acme/api").pullRequest("A change").check("build", CheckState.PASSED);
    world.repository("acme/web").open();
    lab = new Lab(simulator.githubBase());
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
  void aClassicTokenTellsItsScopes() {
    var introduction = introduce(Tokens.ADMIN);
    assertThat(introduction.identity().login()).isEqualTo("mira");
    assertThat(introduction.tokenKind()).isEqualTo("classic");
    assertThat(introduction.scopes()).containsExactly("repo", "read:org");
    assertThat(introduction.expiresAt()).isNull();
    assertThat(introduction.repositoriesVisible()).isEqualTo(2);
    assertThat(introduction.capabilities().merge().state()).isEqualTo(YES);
    assertThat(introduction.capabilities().webhooks().state()).isEqualTo(NO);
    assertThat(introduction.budgets()).extracting("name").contains("core", "graphql");
    assertThat(introduction.warnings()).isEmpty();
  }

  @Test
  void aTokenWithoutScopesIsToldWhatItLacks() {
    var introduction = introduce(Tokens.NO_SCOPE);
    assertThat(introduction.capabilities().readLights().state()).isEqualTo(NO);
    assertThat(introduction.capabilities().readLights().missing()).containsExactly("repo");
    assertThat(warnings(introduction)).contains(Code.INSUFFICIENT_PERMISSIONS);
  }

  @ParameterizedTest
  @ValueSource(strings = {Tokens.EXPIRING, Tokens.EXPIRING_OFFSET})
  void theEndIsReadInBothForms(String token) {
    assertThat(introduce(token).expiresAt())
        .isBetween(Instant.now().plus(Duration.ofDays(4)), Instant.now().plus(Duration.ofDays(6)));
  }

  @Test
  void aFineGrainedTokenIsExaminedByReading() {
    var introduction = introduce(Tokens.FINE_GRAINED);
    assertThat(introduction.tokenKind()).isEqualTo("fine-grained");
    assertThat(introduction.owner()).isEqualTo("acme");
    assertThat(introduction.scopes()).isEmpty();
    var may = introduction.capabilities();
    assertThat(may.readLights().state()).isEqualTo(YES);
    assertThat(may.readChecks().state()).isEqualTo(NO);
    assertThat(may.readChecks().missing())
        .containsExactly("Actions: read", "Commit statuses: read");
    assertThat(may.merge().state()).isEqualTo(UNKNOWN);
    assertThat(may.merge().missing()).containsExactly("Contents: write");
    assertThat(introduction.warnings()).isEmpty();
  }

  @Test
  void aFineGrainedTokenWithTheFallbackReadsChecks() {
    assertThat(introduce(Tokens.FINE_GRAINED_READ).capabilities().readChecks().state())
        .isEqualTo(YES);
  }

  @Test
  void aFineGrainedTokenWithoutPullRequestsCannotReadLights() {
    var may = introduce(Tokens.FINE_GRAINED_EMPTY).capabilities();
    assertThat(may.readLights().state()).isEqualTo(NO);
    assertThat(may.readLights().missing()).containsExactly("Pull requests: read");
  }

  @Test
  void aTokenOfAnAppIsNobodyAndWorks() {
    var introduction = introduce(Tokens.INSTALLATION);
    assertThat(introduction.tokenKind()).isEqualTo("installation");
    assertThat(introduction.identity().login()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    Tokens.SSO_REQUIRED + ", SSO_REQUIRED",
    Tokens.IP_ALLOW_LIST + ", IP_ALLOW_LIST",
    Tokens.CLASSIC_FORBIDDEN + ", TOKEN_FORBIDDEN_BY_ORGANIZATION",
  })
  void wallsOfOrganizationsAreWarnings(String token, Code code) {
    var introduction = introduce(token);
    assertThat(warnings(introduction)).contains(code);
  }

  @Test
  void aWallOfSingleSignOnHasItsPage() {
    assertThat(introduce(Tokens.SSO_REQUIRED).warnings())
        .filteredOn(problem -> problem.code() == Code.SSO_REQUIRED)
        .singleElement()
        .satisfies(problem -> assertThat(problem.link()).contains("/sso"));
  }

  @Test
  void aTooLongLivedTokenIsForbidden() {
    assertThat(warnings(introduce(Tokens.LIFETIME_FORBIDDEN)))
        .contains(Code.TOKEN_FORBIDDEN_BY_ORGANIZATION)
        .doesNotContain(Code.APPROVAL_PENDING);
  }

  @Test
  void aTokenThatWaitsForApprovalSeesOnlyWhatIsPublic() {
    assertThat(warnings(introduce(Tokens.PENDING_APPROVAL))).contains(Code.APPROVAL_PENDING);
  }

  @ParameterizedTest
  @CsvSource({
    Tokens.REVOKED + ", INVALID_TOKEN",
    Tokens.EXPIRED + ", INVALID_TOKEN",
    Tokens.UNKNOWN + ", INVALID_TOKEN",
    "glpat-of-another-provider, INVALID_TOKEN",
    Tokens.LOGIN_LOCKED + ", TOO_MANY_SIGN_INS",
    Tokens.RATE_LIMITED + ", RATE_LIMITED",
    Tokens.SECONDARY_LIMITED + ", RATE_LIMITED",
    Tokens.SECONDARY_LIMITED_WITHOUT_HINT + ", RATE_LIMITED",
  })
  void aTokenThatIsOfNoUseNowSaysWhy(String token, Code code) {
    var failure = catchThrowableOfType(ProviderFailure.class, () -> introduce(token));
    assertThat(failure.problem().code()).isEqualTo(code);
    assertThat(failure.toString()).doesNotContain(token);
    if (code == Code.RATE_LIMITED) {
      assertThat(failure.problem().until()).isAfter(Instant.now());
    }
  }
}
