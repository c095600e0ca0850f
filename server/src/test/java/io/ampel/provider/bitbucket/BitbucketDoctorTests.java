package io.ampel.provider.bitbucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Capabilities.State;
import io.ampel.provider.Introduction;
import io.ampel.provider.ProviderFailure;
import io.ampel.pullrequest.Repositories;
import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Forge;
import io.ampel.simulator.Role;
import io.ampel.simulator.Simulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every kind of token tells about itself, and what every bad one says. */
class BitbucketDoctorTests {
  private final Simulator simulator = Simulator.start(0);
  private final Lab lab = new Lab(simulator.bitbucketBase());

  @BeforeEach
  void furnish() {
    var world = simulator.world(Forge.BITBUCKET);
    world.repository("acme/api").project("CORE").pullRequest("A change");
    world.repository("acme/web").project("CORE");
    world.repository("acme/infra").project("OPS");
    world.organization("globex").members(Role.WRITE, "mira");
    world.repository("globex/app");
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  private Introduction introduce(Access access) {
    return lab.connector.introduce(access);
  }

  private AccountProblem problem(Access access) {
    return catchThrowableOfType(ProviderFailure.class, () -> introduce(access)).problem();
  }

  @Test
  void anApiTokenTellsWhoItIsAndWhatItMay() {
    var told = introduce(lab.mira());
    assertThat(told.identity().login()).isEqualTo("mira");
    assertThat(told.identity().id()).startsWith("{");
    assertThat(told.tokenKind()).isEqualTo("api-token");
    assertThat(told.expiresAt()).isNull();
    assertThat(told.scopes()).contains("admin:repository:bitbucket");
    assertThat(told.repositoriesVisible()).isEqualTo(4);
    assertThat(told.warnings()).isEmpty();
    assertThat(told.capabilities().readLights().state()).isEqualTo(State.YES);
    assertThat(told.capabilities().readLights().missing()).isEmpty();
    assertThat(told.capabilities().merge().state()).isEqualTo(State.YES);
    assertThat(told.capabilities().webhooks().state()).isEqualTo(State.YES);
    assertThat(told.capabilities().rerun().state()).isEqualTo(State.NO);
    assertThat(told.budgets())
        .singleElement()
        .satisfies(budget -> assertThat(budget.limit()).isEqualTo(1000));
  }

  @Test
  void aTokenThatMayNotReadTheRulesSaysWhatToGrant() {
    var told = introduce(lab.ben());
    assertThat(told.capabilities().readLights().state()).isEqualTo(State.YES);
    assertThat(told.capabilities().readLights().missing())
        .containsExactly("admin:repository:bitbucket");
    assertThat(told.capabilities().webhooks().missing())
        .containsExactly("read:webhook:bitbucket", "write:webhook:bitbucket");
  }

  @Test
  void aTokenThatOnlyReadsSaysWhatItsButtonsNeed() {
    var told = introduce(lab.api(BitbucketTokens.READ_ONLY, BitbucketTokens.MIRA_EMAIL));
    assertThat(told.capabilities().comment().state()).isEqualTo(State.YES);
    assertThat(told.capabilities().merge().state()).isEqualTo(State.NO);
    assertThat(told.capabilities().merge().missing())
        .containsExactly("write:pullrequest:bitbucket");
  }

  @Test
  void aTokenWithoutTheUsersScopeWorksUnderTheNameThatWasTyped() {
    var told = introduce(lab.api(BitbucketTokens.WITHOUT_USER, BitbucketTokens.MIRA_EMAIL));
    assertThat(told.identity().login()).isEqualTo(BitbucketTokens.MIRA_EMAIL);
    assertThat(told.warnings())
        .singleElement()
        .satisfies(warning -> {
          assertThat(warning.code()).isEqualTo(Code.INSUFFICIENT_PERMISSIONS);
          assertThat(warning.missing()).containsExactly("read:user:bitbucket");
        });
  }

  @Test
  void aTokenThatMayNotReadRepositoriesSaysSo() {
    var told = introduce(lab.api(BitbucketTokens.PULL_REQUESTS_ONLY, BitbucketTokens.MIRA_EMAIL));
    assertThat(told.repositoriesVisible()).isZero();
    assertThat(told.warnings())
        .anySatisfy(
            warning -> assertThat(warning.missing()).containsExactly("read:repository:bitbucket"));
  }

  @Test
  void anAccessTokenIsValidatedAtItsRepository() {
    var told = introduce(lab.bearer(BitbucketTokens.REPOSITORY_ACCESS, "acme/api"));
    assertThat(told.tokenKind()).isEqualTo("repository-access-token");
    assertThat(told.identity().login()).isEqualTo("acme/api");
    assertThat(told.owner()).isEqualTo("acme");
    assertThat(told.repositoriesVisible()).isEqualTo(1);
    assertThat(told.scopes()).containsExactlyInAnyOrder("pullrequest:write", "repository:write");
    assertThat(told.capabilities().merge().state()).isEqualTo(State.YES);
    assertThat(told.capabilities().readLights().missing()).containsExactly("repository:admin");
    assertThat(
            introduce(lab.bearer(BitbucketTokens.REPOSITORY_ACCESS_READ, "acme/api"))
                .capabilities()
                .approve()
                .missing())
        .containsExactly("pullrequest:write");
  }

  @Test
  void accessTokensOfAProjectAndOfAWorkspaceAreToldApart() {
    var project = introduce(lab.bearer(BitbucketTokens.PROJECT_ACCESS, "acme"));
    assertThat(project.tokenKind()).isEqualTo("project-access-token");
    assertThat(project.repositoriesVisible()).isEqualTo(2);
    assertThat(introduce(lab.bearer(BitbucketTokens.PROJECT_ACCESS, "acme/CORE")).tokenKind())
        .as("named by its key")
        .isEqualTo("project-access-token");
    var workspace = introduce(lab.bearer(BitbucketTokens.WORKSPACE_ACCESS, "acme"));
    assertThat(workspace.tokenKind()).isEqualTo("workspace-access-token");
    assertThat(workspace.repositoriesVisible()).isEqualTo(3);
    assertThat(workspace.capabilities().readLights().missing()).isEmpty();
  }

  @Test
  void anAccessTokenWithoutAPlaceCannotBeLookedAt() {
    var problem = problem(lab.bearer(BitbucketTokens.WORKSPACE_ACCESS, null));
    assertThat(problem.code()).isEqualTo(Code.CANNOT_SEE_REPOSITORIES);
    assertThat(problem.detail()).contains("workspace");
  }

  /** They all look alike, so that the words for people name every cause. */
  @ParameterizedTest
  @ValueSource(strings = {"unknown", "expired", "unscoped", "other product", "user name"})
  void badTokensLookAlike(String why) {
    var access =
        switch (why) {
          case "expired" -> lab.api(BitbucketTokens.EXPIRED, BitbucketTokens.BEN_EMAIL);
          case "unscoped" -> lab.api(BitbucketTokens.UNSCOPED, BitbucketTokens.MIRA_EMAIL);
          case "other product" ->
              lab.api(BitbucketTokens.OTHER_PRODUCT, BitbucketTokens.MIRA_EMAIL);
          case "user name" -> lab.api(BitbucketTokens.ADMIN, "mira");
          default -> lab.api(BitbucketTokens.UNKNOWN, BitbucketTokens.MIRA_EMAIL);
        };
    var problem = problem(access);
    assertThat(problem.code()).isEqualTo(Code.INVALID_TOKEN);
    assertThat(problem.detail())
        .isEqualTo("Token is invalid, expired, or not supported for this endpoint.");
  }

  @Test
  void aTokenThatIsRefusedWithoutAWordIsBadToo() {
    assertThat(problem(lab.api(BitbucketTokens.REVOKED, BitbucketTokens.BEN_EMAIL)).code())
        .isEqualTo(Code.INVALID_TOKEN);
    assertThat(problem(lab.api(BitbucketTokens.APP_PASSWORD, "ben")).code())
        .isEqualTo(Code.INVALID_TOKEN);
  }

  @Test
  void wallsOfAWorkspaceAreNamedAndTheRestIsRead() {
    var walled = introduce(lab.api(BitbucketTokens.IP_ALLOW_LIST, BitbucketTokens.MIRA_EMAIL));
    assertThat(walled.warnings())
        .extracting(AccountProblem::code)
        .contains(Code.IP_ALLOW_LIST, Code.CANNOT_SEE_REPOSITORIES);
    var second = introduce(lab.api(BitbucketTokens.TWO_STEP, BitbucketTokens.MIRA_EMAIL));
    assertThat(second.warnings())
        .extracting(AccountProblem::code)
        .contains(Code.TOKEN_FORBIDDEN_BY_ORGANIZATION);
    var listed =
        lab.connector.repositories(
            lab.api(BitbucketTokens.IP_ALLOW_LIST, BitbucketTokens.MIRA_EMAIL), null);
    assertThat(listed.cut()).extracting(AccountProblem::code).containsExactly(Code.IP_ALLOW_LIST);
  }

  @Test
  void aSpentBudgetIsAPauseOfAMinute() {
    var problem = problem(lab.api(BitbucketTokens.RATE_LIMITED, BitbucketTokens.BEN_EMAIL));
    assertThat(problem.code()).isEqualTo(Code.RATE_LIMITED);
    assertThat(problem.until()).isNotNull();
  }

  @Test
  void refusalsWithoutAWordAreStillUnderstood() {
    simulator.bitbucket().silentRefusals(true);
    assertThat(problem(lab.api(BitbucketTokens.UNKNOWN, BitbucketTokens.MIRA_EMAIL)).code())
        .isEqualTo(Code.INVALID_TOKEN);
    assertThat(
            introduce(lab.api(BitbucketTokens.PULL_REQUESTS_ONLY, BitbucketTokens.MIRA_EMAIL))
                .warnings())
        .extracting(AccountProblem::code)
        .contains(Code.INSUFFICIENT_PERMISSIONS);
  }

  @Test
  void anEndpointThatWasTakenAwayIsSaidSo() {
    simulator.faults().add(Fault.status(410).on("/user/workspaces").times(1));
    var problem = problem(lab.mira());
    assertThat(problem.code())
        .as("an endpoint that was taken away")
        .isEqualTo(Code.UNEXPECTED_ANSWER);
  }

  @Test
  void everyWorkspaceIsListedPageByPage() {
    var world = simulator.world(Forge.BITBUCKET);
    for (var i = 0; i < 205; i++) {
      world.repository("acme/many" + i);
    }
    var all = lab.all(lab.mira());
    assertThat(all).hasSize(209);
    assertThat(all)
        .extracting(Repositories.Found::fullName)
        .contains("acme/api", "acme/many204", "globex/app")
        .doesNotHaveDuplicates();
    assertThat(lab.all(lab.bearer(BitbucketTokens.REPOSITORY_ACCESS, "acme/api")))
        .extracting(Repositories.Found::fullName)
        .containsExactly("acme/api");
    assertThat(simulator.calls().recent())
        .as("the lists over all workspaces were taken away")
        .noneMatch(call -> call.status() == 410);
  }
}
