package io.ampel.provider.gitlab;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.ampel.platform.Gateway;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Budget;
import io.ampel.provider.Budgets;
import io.ampel.provider.Connector;
import io.ampel.provider.ConnectorContract;
import io.ampel.provider.Pace;
import io.ampel.pullrequest.Provider;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.Simulator;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** GitLab keeps the contract of all connectors. */
class GitLabContractTests extends ConnectorContract {

  @Override
  protected Forge forge() {
    return Forge.GITLAB;
  }

  @Override
  protected Provider provider() {
    return Provider.GITLAB;
  }

  @Override
  protected Connector connector(Gateway gateway, Budgets budgets, Clock clock) {
    return new GitLabConnector(
        gateway,
        budgets,
        new Pace(),
        (_, _) -> {},
        new GitLabPatience(2, Duration.ofMillis(20)),
        clock);
  }

  @Override
  protected URI base(Simulator simulator) {
    return simulator.gitlabBase();
  }

  @Override
  protected Login writer() {
    return Login.of(GitLabTokens.DEVELOPER);
  }

  @Override
  protected Stream<Refusal> refusals() {
    return Stream.of(
        new Refusal(
            "a message", json(401, "{\"message\":\"401 Unauthorized\"}"), Code.INVALID_TOKEN),
        new Refusal(
            "an error with its description: revoked",
            json(
                401,
                "{\"error\":\"invalid_token\",\"error_description\":\"Token was revoked. You have to re-authorize from the user.\"}"),
            Code.INVALID_TOKEN),
        new Refusal(
            "an error with its description: expired",
            json(
                401,
                "{\"error\":\"invalid_token\",\"error_description\":\"Token is expired. You can either do re-authorization or token refresh.\"}"),
            Code.TOKEN_EXPIRED),
        new Refusal(
            "GraphQL's error of a dead token",
            json(401, "{\"errors\":[{\"message\":\"Invalid token\"}]}"),
            Code.INVALID_TOKEN),
        new Refusal(
            "a scope too small",
            json(
                403,
                "{\"error\":\"insufficient_scope\",\"error_description\":\"The request requires higher privileges than provided by the access token.\",\"scope\":\"api read_api\"}"),
            Code.INSUFFICIENT_PERMISSIONS),
        new Refusal(
            "a permission that lacks, not named",
            json(403, "{\"message\":\"403 Forbidden\"}"),
            Code.INSUFFICIENT_PERMISSIONS),
        new Refusal(
            "single sign-on of a group",
            json(403, "{\"message\":\"403 Forbidden - SAML SSO session is required\"}"),
            Code.SSO_REQUIRED),
        new Refusal(
            "addresses of a group",
            json(403, "{\"message\":\"403 Forbidden - IP address is not allowed\"}"),
            Code.IP_ALLOW_LIST),
        new Refusal(
            "an address that was banned", plain(403, "Forbidden\n"), Code.TOO_MANY_SIGN_INS),
        new Refusal(
            "a message for each field",
            json(400, "{\"message\":{\"title\":[\"can't be blank\"]}}"),
            Code.UNEXPECTED_ANSWER),
        new Refusal(
            "a parameter", json(400, "{\"error\":\"id is invalid\"}"), Code.UNEXPECTED_ANSWER),
        new Refusal(
            "out of order",
            json(500, "{\"message\":\"500 Internal Server Error\"}"),
            Code.PROVIDER_DOWN));
  }

  @Override
  protected Stream<Limit> limits() {
    return Stream.of(
        new Limit(
            "plain text and seconds",
            plain(429, "Retry later\n").withHeader("Retry-After", "17"),
            Duration.ofSeconds(17)),
        new Limit(
            "the end of the minute",
            plain(429, "Retry later\n")
                .withHeader("RateLimit-Limit", "2000")
                .withHeader("RateLimit-Remaining", "0")
                .withHeader("RateLimit-Name", "throttle_authenticated_api")
                .withHeader("RateLimit-Reset", "" + now().plusSeconds(42).getEpochSecond()),
            Duration.ofSeconds(42)),
        new Limit(
            "one endpoint's own limit",
            json(
                429,
                "{\"message\":{\"error\":\"This endpoint has been requested too many times. Try again later.\"}}"),
            Duration.ofMinutes(1)),
        new Limit(
            "a date to wait for",
            plain(429, "Retry later\n").withHeader("Retry-After", "Mon, 23 Nov 2026 12:05:00 GMT"),
            Duration.ofMinutes(5)),
        new Limit("without words", html(429), Duration.ofMinutes(1)));
  }

  @Override
  protected Stream<Left> budgetsLeft() {
    var reset = now().plusSeconds(42);
    return Stream.of(
        new Left(
            "of a minute at gitlab.com",
            left("2000", "150", "1850", reset),
            new Budget("throttle_authenticated_api", 2000, 1850, reset, 1)),
        new Left(
            "of an hour of a server of one's own, whose limit is told for a minute",
            left("120", "300", "6900", reset),
            new Budget("throttle_authenticated_api", 7200, 6900, reset, 60)),
        new Left(
            "numbers beyond all counting",
            left("99999999999", "1", "99999999998", reset),
            new Budget(
                "throttle_authenticated_api", Integer.MAX_VALUE, Integer.MAX_VALUE, reset, 1)));
  }

  private static ResponseDefinitionBuilder left(
      String limit, String observed, String remaining, Instant reset) {
    return html(404)
        .withHeader("RateLimit-Limit", limit)
        .withHeader("RateLimit-Observed", observed)
        .withHeader("RateLimit-Remaining", remaining)
        .withHeader("RateLimit-Name", "throttle_authenticated_api")
        .withHeader("RateLimit-Reset", "" + reset.getEpochSecond());
  }

  @Override
  protected ResponseDefinitionBuilder firstPage(String next) {
    return json(200, "[]").withHeader("Link", "<" + next + ">; rel=\"next\"");
  }

  @Override
  protected String key(int number) {
    return "" + number;
  }

  @Override
  protected void partial(WireMockServer server) {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                okJson(
                    """
                    {"data": {"projects": {"nodes": [{"id": "gid://gitlab/Project/2", "fullPath": "acme/fine",
                       "mergeRequests": {"pageInfo": {"hasNextPage": false, "endCursor": null}, "nodes": []}}]}}}
                    """)));
  }
}
