package io.ampel.provider.bitbucket;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.ampel.platform.Gateway;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Budgets;
import io.ampel.provider.Connector;
import io.ampel.provider.ConnectorContract;
import io.ampel.provider.Pace;
import io.ampel.pullrequest.Provider;
import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.Forge;
import io.ampel.simulator.Simulator;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;

/** Bitbucket keeps the contract of all connectors. */
class BitbucketContractTests extends ConnectorContract {
  private static final String BAD_TOKEN =
      "Token is invalid, expired, or not supported for this endpoint.";

  @Override
  protected Forge forge() {
    return Forge.BITBUCKET;
  }

  @Override
  protected Provider provider() {
    return Provider.BITBUCKET;
  }

  @Override
  protected Connector connector(Gateway gateway, Budgets budgets, Clock clock) {
    return new BitbucketConnector(gateway, budgets, new Pace(), clock, Lab.JIRA);
  }

  @Override
  protected URI base(Simulator simulator) {
    return simulator.bitbucketBase();
  }

  @Override
  protected Login writer() {
    return new Login(BitbucketTokens.WRITER, BitbucketTokens.BEN_EMAIL, null);
  }

  @Override
  protected Login planted() {
    return new Login(super.planted().token(), "mira@example.com", null);
  }

  @Override
  protected int callsOfADeadToken() {
    return 1;
  }

  private static ResponseDefinitionBuilder says(int status, String message) {
    return json(status, "{\"type\": \"error\", \"error\": {\"message\": \"" + message + "\"}}");
  }

  @Override
  protected Stream<Refusal> refusals() {
    return Stream.of(
        new Refusal(
            "bad, expired, unscoped or of elsewhere", says(401, BAD_TOKEN), Code.INVALID_TOKEN),
        new Refusal("bad, without a word", aResponse().withStatus(401), Code.INVALID_TOKEN),
        new Refusal(
            "a scope that lacks",
            json(
                403,
                """
                {"type": "error", "error": {"message": "Your credentials lack one or more required privilege scopes.",
                 "detail": {"required": ["read:repository:bitbucket"], "granted": ["read:user:bitbucket"]}}}
                """),
            Code.INSUFFICIENT_PERMISSIONS),
        new Refusal(
            "an endpoint for people only",
            says(403, "This API is not accessible by this authentication mechanism"),
            Code.INSUFFICIENT_PERMISSIONS),
        new Refusal(
            "no, without a word", aResponse().withStatus(403), Code.INSUFFICIENT_PERMISSIONS),
        new Refusal(
            "addresses that a workspace allows",
            plain(403, "To access this repository, an admin must whitelist your IP."),
            Code.IP_ALLOW_LIST),
        new Refusal(
            "a second step that a workspace demands",
            says(403, "To access this repository, enable two-step authentication."),
            Code.TOKEN_FORBIDDEN_BY_ORGANIZATION),
        new Refusal(
            "an endpoint that was taken away",
            says(410, "CHANGE-2770 - Functionality has been deprecated"),
            Code.UNEXPECTED_ANSWER),
        new Refusal("too long", says(555, "It took too long"), Code.TIMED_OUT),
        new Refusal("a wrong question", says(400, "Invalid pagelen"), Code.UNEXPECTED_ANSWER),
        new Refusal("out of order", says(500, "Something went wrong"), Code.PROVIDER_DOWN));
  }

  @Override
  protected Stream<Limit> limits() {
    return Stream.of(
        new Limit(
            "without a hint",
            says(429, "Rate limit for this resource has been exceeded"),
            Duration.ofMinutes(1)),
        new Limit("without a word", aResponse().withStatus(429), Duration.ofMinutes(1)),
        new Limit(
            "with seconds",
            says(429, "Rate limit for this resource has been exceeded")
                .withHeader("Retry-After", "17"),
            Duration.ofSeconds(17)),
        new Limit(
            "of a big plan, which tells its size",
            says(429, "Rate limit for this resource has been exceeded")
                .withHeader("X-RateLimit-Limit", "4000")
                .withHeader("X-RateLimit-NearLimit", "true"),
            Duration.ofMinutes(1)));
  }

  @Override
  protected ResponseDefinitionBuilder firstPage(String next) {
    return okJson(
        "{\"values\": [{\"workspace\": {\"slug\": \"acme\"}}], \"next\": \"" + next + "\"}");
  }

  @Override
  protected String key(int number) {
    return "{key-" + number + "}";
  }

  @Override
  protected void partial(WireMockServer server) {
    server.stubFor(
        get(urlPathEqualTo("/2.0/repositories/%7B%7D/%7Bkey-1%7D/pullrequests"))
            .willReturn(says(404, "Repository acme/gone not found")));
    server.stubFor(
        get(urlPathEqualTo("/2.0/repositories/%7B%7D/%7Bkey-2%7D/pullrequests"))
            .willReturn(okJson("{\"values\": [], \"pagelen\": 50, \"page\": 1, \"size\": 0}")));
  }
}
