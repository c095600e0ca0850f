package io.ampel.provider.github;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.ampel.platform.Gateway;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Budgets;
import io.ampel.provider.Connector;
import io.ampel.provider.ConnectorContract;
import io.ampel.provider.Pace;
import io.ampel.pullrequest.Provider;
import io.ampel.simulator.Forge;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;

/** GitHub keeps the contract of all connectors. */
class GitHubContractTests extends ConnectorContract {

  @Override
  protected Forge forge() {
    return Forge.GITHUB;
  }

  @Override
  protected Provider provider() {
    return Provider.GITHUB;
  }

  @Override
  protected Connector connector(Gateway gateway, Budgets budgets, Clock clock) {
    return new GitHubConnector(gateway, budgets, new Pace(), (_, _) -> {}, clock);
  }

  @Override
  protected URI base(Simulator simulator) {
    return simulator.githubBase();
  }

  @Override
  protected Login writer() {
    return Login.of(Tokens.WRITER);
  }

  private static ResponseDefinitionBuilder says(int status, String message) {
    return json(status, "{\"message\": \"" + message + "\", \"status\": \"" + status + "\"}");
  }

  private static Refusal refusal(int status, String message, Code code) {
    return new Refusal(status + " " + message, says(status, message), code);
  }

  @Override
  protected Stream<Refusal> refusals() {
    return Stream.of(
        refusal(401, "Bad credentials", Code.INVALID_TOKEN),
        refusal(401, "This token has expired", Code.TOKEN_EXPIRED),
        refusal(
            403, "Resource not accessible by personal access token", Code.INSUFFICIENT_PERMISSIONS),
        refusal(403, "Resource protected by organization SAML enforcement", Code.SSO_REQUIRED),
        refusal(403, "the organization has an IP allow list enabled", Code.IP_ALLOW_LIST),
        refusal(
            403,
            "acme forbids access via a personal access token (classic)",
            Code.TOKEN_FORBIDDEN_BY_ORGANIZATION),
        refusal(403, "Maximum number of login attempts exceeded", Code.TOO_MANY_SIGN_INS),
        refusal(400, "API version not supported", Code.UNEXPECTED_ANSWER),
        refusal(500, "Server Error", Code.PROVIDER_DOWN));
  }

  @Override
  protected Stream<Limit> limits() {
    return Stream.of(
        new Limit(
            "the hour is spent",
            says(403, "API rate limit exceeded")
                .withHeader("X-RateLimit-Limit", "5000")
                .withHeader("X-RateLimit-Remaining", "0")
                .withHeader("X-RateLimit-Resource", "core")
                .withHeader("X-RateLimit-Reset", "" + now().plusSeconds(900).getEpochSecond()),
            Duration.ofSeconds(900)),
        new Limit(
            "seconds to wait",
            says(429, "secondary rate limit").withHeader("Retry-After", "17"),
            Duration.ofSeconds(17)),
        new Limit(
            "a date to wait for",
            says(403, "secondary rate limit")
                .withHeader("Retry-After", "Mon, 23 Nov 2026 12:05:00 GMT"),
            Duration.ofMinutes(5)),
        new Limit(
            "no hint at all",
            says(403, "You have exceeded a secondary rate limit"),
            Duration.ofMinutes(1)),
        new Limit("without words", html(429), Duration.ofMinutes(1)));
  }

  @Override
  protected ResponseDefinitionBuilder firstPage(String next) {
    return json(200, "[]").withHeader("Link", "<" + next + ">; rel=\"next\"");
  }

  @Override
  protected String key(int number) {
    return "R_" + number;
  }

  @Override
  protected void partial(WireMockServer server) {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                okJson(
                    """
                    {"data": {"nodes": [null, {"id": "R_2", "nameWithOwner": "acme/fine",
                       "pullRequests": {"totalCount": 0, "pageInfo": {"hasNextPage": false}, "nodes": []}}]},
                     "errors": [{"type": "NOT_FOUND", "path": ["nodes", 0], "message": "Could not resolve to a node"}]}
                    """)));
  }
}
