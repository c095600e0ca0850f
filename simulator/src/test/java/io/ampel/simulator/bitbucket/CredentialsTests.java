package io.ampel.simulator.bitbucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.Simulator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CredentialsTests {
  private static final String API = "/repositories/acme/api";

  private final Simulator simulator = Simulator.start(0);
  private final Client client = new Client(simulator);

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private void repository() {
    simulator.world(io.ampel.simulator.Forge.BITBUCKET).repository("acme/api").pullRequest(1);
  }

  @Test
  void anApiTokenGoesWithTheEmailAddressOfItsPerson() {
    var user = client.get("/user");
    assertThat(user.status()).isEqualTo(200);
    assertThat(user.json().path("nickname").asString()).isEqualTo("mira");
    assertThat(user.json().path("uuid").asString())
        .matches("\\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}}");
    assertThat(user.header("X-OAuth-Scopes"))
        .contains("read:user:bitbucket", "admin:repository:bitbucket");
    assertThat(user.header("X-Accepted-OAuth-Scopes")).isEqualTo("read:user:bitbucket");
    assertThat(user.header("X-Credential-Type")).isEqualTo("api_token");
    assertThat(client.as("ben", BitbucketTokens.WRITER).get("/user").status()).isEqualTo(200);
    assertThat(client.as("noor", BitbucketTokens.READER).get("/user").status()).isEqualTo(200);
  }

  @Test
  void whatIsWrongWithATokenIsNotTold() {
    var words = "Token is invalid, expired, or not supported for this endpoint.";
    for (var each :
        List.of(
            client.basic("mira", BitbucketTokens.ADMIN).get("/user"),
            client.as("ben", BitbucketTokens.ADMIN).get("/user"),
            client.bearer(BitbucketTokens.ADMIN).get("/user"),
            client.as("mira", BitbucketTokens.UNKNOWN).get("/user"),
            client.as("mira", BitbucketTokens.UNSCOPED).get("/user"),
            client.as("mira", BitbucketTokens.OTHER_PRODUCT).get("/user"),
            client.as("ben", BitbucketTokens.EXPIRED).get("/user"),
            client.basic("x-token-auth", BitbucketTokens.REPOSITORY_ACCESS).get(API))) {
      assertThat(each.status()).isEqualTo(401);
      assertThat(each.json().path("type").asString()).isEqualTo("error");
      assertThat(each.json().path("error").path("message").asString()).isEqualTo(words);
    }
  }

  @Test
  void someRefusalsSayNothing() {
    for (var each :
        List.of(
            client.as("ben", BitbucketTokens.APP_PASSWORD).get("/user"),
            client.as("ben", BitbucketTokens.REVOKED).get("/user"),
            client.nobody().get("/user"))) {
      assertThat(each.status()).isEqualTo(401);
      assertThat(each.text()).isEmpty();
    }
    simulator.bitbucket().silentRefusals(true);
    var lacking = client.as("mira", BitbucketTokens.WITHOUT_USER).get("/user");
    assertThat(lacking.status()).isEqualTo(403);
    assertThat(lacking.text()).isEmpty();
  }

  @Test
  void theWallsOfAWorkspaceAreSaidInItsWords() {
    repository();
    var address = client.as("mira", BitbucketTokens.IP_ALLOW_LIST).get(API);
    assertThat(address.status()).isEqualTo(403);
    assertThat(address.header("Content-Type")).startsWith("text/plain");
    assertThat(address.text()).contains("whitelist your IP");
    var step = client.as("mira", BitbucketTokens.TWO_STEP).get(API);
    assertThat(step.status()).isEqualTo(403);
    assertThat(step.text()).contains("enable two-step authentication");
    assertThat(client.as("mira", BitbucketTokens.TWO_STEP).get("/user").status()).isEqualTo(200);
  }

  @Test
  void aMissingScopeIsNamed() {
    repository();
    var refused = client.as("mira", BitbucketTokens.WITHOUT_USER).get("/user");
    assertThat(refused.status()).isEqualTo(403);
    var error = refused.json().path("error");
    assertThat(error.path("message").asString())
        .isEqualTo("Your credentials lack one or more required privilege scopes.");
    assertThat(error.path("detail").path("required").toString())
        .isEqualTo("[\"read:user:bitbucket\"]");
    assertThat(error.path("detail").path("granted").toString())
        .contains("read:pullrequest:bitbucket")
        .doesNotContain("read:user:bitbucket");
    assertThat(refused.header("X-OAuth-Scopes")).contains("read:pullrequest:bitbucket");
    var approving =
        client.as("mira", BitbucketTokens.READ_ONLY).post(Client.PR + "/approve").json();
    assertThat(approving.path("error").path("detail").path("required").toString())
        .contains("write:pullrequest:bitbucket");
    assertThat(
            client
                .as("mira", BitbucketTokens.READ_ONLY)
                .call("POST", Client.PR + "/comments", Map.of("content", Map.of("raw", "Hello")))
                .status())
        .isEqualTo(201);
    assertThat(client.as("ben", BitbucketTokens.WRITER).get(API + "/branch-restrictions").status())
        .isEqualTo(403);
  }

  @Test
  void scopesDoNotImplyEachOther() {
    repository();
    client.as("mira", BitbucketTokens.PULL_REQUESTS_ONLY);
    assertThat(client.get(Client.PR).status()).isEqualTo(200);
    assertThat(client.get(API).status()).isEqualTo(403);
    var sentOn = client.get(Client.PR + "/diffstat");
    assertThat(sentOn.status()).isEqualTo(302);
    assertThat(client.follow(sentOn.header("Location")).status()).isEqualTo(403);
  }

  @Test
  void accessTokensSeeTheirOwnAndNoPeople() {
    repository();
    var world = simulator.world(io.ampel.simulator.Forge.BITBUCKET);
    world.repository("acme/web").project("SHOP");
    var words = "This API is not accessible by this authentication mechanism";
    for (var each : List.of("/user", "/user/workspaces", "/user/workspaces/acme/permission")) {
      var refused = client.bearer(BitbucketTokens.WORKSPACE_ACCESS).get(each);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text()).contains(words);
    }
    var seen = client.bearer(BitbucketTokens.REPOSITORY_ACCESS).get(API);
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.header("X-OAuth-Scopes")).isEqualTo("pullrequest:write, repository:write");
    assertThat(seen.header("X-Accepted-OAuth-Scopes")).isEqualTo("repository");
    assertThat(client.get("/repositories/acme/web").status()).isEqualTo(404);
    assertThat(client.bearer(BitbucketTokens.PROJECT_ACCESS).get(API).status()).isEqualTo(200);
    assertThat(client.get("/repositories/acme/web").status()).isEqualTo(404);
    client.bearer(BitbucketTokens.WORKSPACE_ACCESS);
    assertThat(client.get("/repositories/acme/web").status()).isEqualTo(200);
    assertThat(client.get("/workspaces/acme").status()).isEqualTo(200);
    assertThat(client.get(API + "/branch-restrictions").status()).isEqualTo(200);
    client.bearer(BitbucketTokens.REPOSITORY_ACCESS_READ);
    assertThat(client.get(Client.PR).status()).isEqualTo(200);
    assertThat(client.post(Client.PR + "/approve").status()).isEqualTo(403);
  }

  @Test
  void anAccessTokenApprovesAsSomebodyOfItsOwn() {
    repository();
    var approved = client.bearer(BitbucketTokens.REPOSITORY_ACCESS).post(Client.PR + "/approve");
    assertThat(approved.json().path("user").path("type").asString()).isEqualTo("app_user");
    assertThat(approved.json().path("role").asString()).isEqualTo("PARTICIPANT");
  }

  @Test
  void theBudgetIsNeverToldAndEndsWithoutAHint() {
    repository();
    simulator.bitbucket().hourlyBudget(2);
    assertThat(client.get(API).response().headers().map()).doesNotContainKey("x-ratelimit-limit");
    client.as("mira", BitbucketTokens.READ_ONLY).get(API);
    var refused = client.as("mira", BitbucketTokens.ADMIN).get(API);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text()).contains("Rate limit for this resource has been exceeded");
    assertThat(refused.header("Retry-After")).isEmpty();
    assertThat(client.get("/user").status()).isEqualTo(200);
    assertThat(client.as("ben", BitbucketTokens.WRITER).get(API).status()).isEqualTo(200);
    assertThat(client.as("ben", BitbucketTokens.RATE_LIMITED).get(API).status()).isEqualTo(429);
  }

  @Test
  void scaledLimitsAreTold() {
    repository();
    simulator.bitbucket().scaledLimit(5);
    client.bearer(BitbucketTokens.WORKSPACE_ACCESS);
    var first = client.get(API);
    assertThat(first.header("X-RateLimit-Limit")).isEqualTo("5");
    assertThat(first.header("X-RateLimit-Resource")).isNotEmpty();
    assertThat(first.header("X-RateLimit-NearLimit")).isEqualTo("false");
    for (var i = 0; i < 3; i++) {
      client.get(API);
    }
    assertThat(client.get(API).header("X-RateLimit-NearLimit")).isEqualTo("true");
    assertThat(client.get(API).status()).isEqualTo(429);
    assertThat(client.as("mira", BitbucketTokens.ADMIN).get(API).header("X-RateLimit-Limit"))
        .isEmpty();
  }

  @Test
  void limitsOnPurposeAreInBitbucketsWords() {
    repository();
    client.control("POST", "faults", Map.of("kind", "PRIMARY_LIMIT", "path", "/bitbucket/"));
    var limited = client.get(API);
    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.json().path("error").path("message").asString())
        .isEqualTo("Rate limit for this resource has been exceeded");
    assertThat(limited.header("Retry-After")).isEmpty();
  }
}
