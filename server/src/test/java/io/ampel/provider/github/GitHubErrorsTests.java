package io.ampel.provider.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.GraphQlReplies.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

class GitHubErrorsTests {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static GitHubRefusal refusal(int status, String message, String... headers) {
    var all = new HttpHeaders();
    all.add("Content-Type", "application/json");
    for (var i = 0; i < headers.length; i += 2) {
      all.add(headers[i], headers[i + 1]);
    }
    var body = Recorded.JSON.writeValueAsString(Map.of("message", message, "status", "" + status));
    return new GitHubRefusal(status, all, body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | Bad credentials                                                  | INVALID_TOKEN
          401 | Your token has expired                                           | TOKEN_EXPIRED
          403 | Maximum number of login attempts exceeded. Please try again later. | TOO_MANY_SIGN_INS
          403 | Resource not accessible by personal access token                 | INSUFFICIENT_PERMISSIONS
          403 | Must have admin rights to Repository.                            | INSUFFICIENT_PERMISSIONS
          403 | Resource protected by organization SAML enforcement. You must grant access. | SSO_REQUIRED
          403 | Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled | IP_ALLOW_LIST
          403 | `acme` forbids access via a personal access token (classic).     | TOKEN_FORBIDDEN_BY_ORGANIZATION
          403 | The 'acme' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 days. | TOKEN_FORBIDDEN_BY_ORGANIZATION
          403 | Repository access blocked                                        | NOT_FOUND
          403 | API rate limit exceeded for user ID 1001.                        | RATE_LIMITED
          429 | Slow down                                                        | RATE_LIMITED
          404 | Not Found                                                        | NOT_FOUND
          451 | Repository access blocked                                        | NOT_FOUND
          400 | API version not supported                                        | UNEXPECTED_ANSWER
          502 | Server Error                                                     | TIMED_OUT
          504 | Server Error                                                     | TIMED_OUT
          500 | Server Error                                                     | PROVIDER_DOWN
          503 | Server Error                                                     | PROVIDER_DOWN
          """)
  void everyWayOfSayingNo(int status, String message, Code code) {
    assertThat(GitHubErrors.problem(refusal(status, message), NOW).code()).isEqualTo(code);
  }

  @Test
  void aRefusalNamesThePermissionThatLacks() {
    var problem =
        GitHubErrors.problem(
            refusal(
                403,
                "Resource not accessible by personal access token",
                "X-Accepted-GitHub-Permissions",
                "contents=write"),
            NOW);
    assertThat(problem.missing()).containsExactly("Contents: write");
  }

  @Test
  void aMissingScopeMayHideBehindNotFound() {
    var problem =
        GitHubErrors.problem(
            refusal(404, "Not Found", "X-OAuth-Scopes", "gist", "X-Accepted-OAuth-Scopes", "repo"),
            NOW);
    assertThat(problem.code()).isEqualTo(Code.NOT_FOUND);
    assertThat(problem.missing()).containsExactly("repo");
    assertThat(
            refusal(
                    404,
                    "Not Found",
                    "X-OAuth-Scopes",
                    "repo, gist",
                    "X-Accepted-OAuth-Scopes",
                    "repo")
                .missing())
        .isEmpty();
  }

  @Test
  void singleSignOnComesWithItsPage() {
    var problem =
        GitHubErrors.problem(
            refusal(403, "Forbidden", "X-GitHub-SSO", "required; url=https://github.com/sso?x=1"),
            NOW);
    assertThat(problem.code()).isEqualTo(Code.SSO_REQUIRED);
    assertThat(problem.link()).isEqualTo("https://github.com/sso?x=1");
  }

  @Test
  void aTokenWhoseEndHasPassedIsExpired() {
    var expired = refusal(401, "Bad credentials", GitHubDoctor.EXPIRY, "2026-11-22 09:53:54 UTC");
    assertThat(GitHubErrors.problem(expired, NOW).code()).isEqualTo(Code.TOKEN_EXPIRED);
  }

  @Test
  void aSecondaryLimitIsOneWhateverItsStatusAndPoints() {
    assertThat(GitHubErrors.isRateLimit(Recorded.of("secondary-limit-with-points-left").refusal()))
        .isTrue();
    assertThat(GitHubErrors.isRateLimit(Recorded.of("secondary-limit-as-429").refusal())).isTrue();
  }

  @Test
  void thePauseIsReadInTheOrderOfItsWorth() {
    var headers = new HttpHeaders();
    assertThat(GitHubErrors.pauseEnd(headers, NOW)).isNull();
    headers.set("X-RateLimit-Reset", "1800000000");
    headers.set("X-RateLimit-Remaining", "12");
    assertThat(GitHubErrors.pauseEnd(headers, NOW)).isNull();
    headers.set("X-RateLimit-Remaining", "0");
    assertThat(GitHubErrors.pauseEnd(headers, NOW)).isEqualTo(Instant.ofEpochSecond(1800000000));
    headers.set("Retry-After", "90");
    assertThat(GitHubErrors.pauseEnd(headers, NOW)).isEqualTo(NOW.plusSeconds(90));
    headers.set("Retry-After", "Mon, 23 Nov 2026 12:05:00 GMT");
    assertThat(GitHubErrors.pauseEnd(headers, NOW)).isEqualTo(NOW.plusSeconds(300));
  }

  @Test
  void whatIsNotJsonIsNotGitHub() {
    var html = new HttpHeaders();
    html.add("Content-Type", "text/html");
    var page = "<html>Not Found</html>".getBytes(StandardCharsets.UTF_8);
    assertThat(GitHubErrors.problem(new GitHubRefusal(404, html, page), NOW).code())
        .isEqualTo(Code.NOT_THIS_PROVIDER);
    assertThat(GitHubErrors.problem(new GitHubRefusal(502, html, page), NOW).code())
        .isEqualTo(Code.TIMED_OUT);
  }

  @Test
  void errorsBelowAMessageMayBeObjectsStringsOrOneString() {
    assertThat(
            validation("[{\"resource\":\"X\",\"field\":\"title\",\"code\":\"missing\"}]").words())
        .isEqualTo("Validation Failed: title missing");
    assertThat(validation("[\"Can not approve your own pull request\"]").words())
        .isEqualTo("Validation Failed: Can not approve your own pull request");
    assertThat(validation("\"Could not approve\"").words())
        .isEqualTo("Validation Failed: Could not approve");
  }

  private static GitHubRefusal validation(String errors) {
    var headers = new HttpHeaders();
    headers.add("Content-Type", "application/json");
    var body = "{\"message\":\"Validation Failed\",\"errors\":" + errors + "}";
    return new GitHubRefusal(422, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aMovedHeadIsKnownByItsWords() {
    assertThat(
            GitHubRefusals.isHeadMoved(Recorded.of("head-moved-with-a-curly-apostrophe").refusal()))
        .isTrue();
    assertThat(
            GitHubRefusals.isHeadMoved(
                refusal(409, "Head branch was modified. Review and try the merge again.")))
        .isTrue();
    assertThat(
            GitHubRefusals.isHeadMoved(
                refusal(405, "Base branch was modified. Review and try the merge again.")))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NOT_FOUND                | Could not resolve to a node               | NOT_FOUND
          FORBIDDEN                | Resource not accessible by personal access token | INSUFFICIENT_PERMISSIONS
          INSUFFICIENT_SCOPES      | Your token has not been granted the required scopes | INSUFFICIENT_PERMISSIONS
          FORBIDDEN                | the `acme` organization has an IP allow list enabled | IP_ALLOW_LIST
          FORBIDDEN                | Resource protected by organization SAML enforcement | SSO_REQUIRED
          FORBIDDEN                | `acme` forbids access via a personal access token | TOKEN_FORBIDDEN_BY_ORGANIZATION
          RESOURCE_LIMITS_EXCEEDED | Resource limits for this query exceeded   | TIMED_OUT
                                   | Something went wrong while executing your query. | TIMED_OUT
          UNPROCESSABLE            | sam does not have a verified email        | UNEXPECTED_ANSWER
          """)
  void graphQlSaysNoInTheAnswer(String type, String message, Code code) {
    var fault = new Fault(type, message, List.of("nodes", 0), Map.of());
    assertThat(GitHubErrors.problem(fault).code()).isEqualTo(code);
  }

  @Test
  void graphQlMarksSingleSignOnAmongTheExtensions() {
    var fault = new Fault("FORBIDDEN", "No", List.of("node"), Map.of("saml_failure", true));
    assertThat(GitHubErrors.problem(fault).code()).isEqualTo(Code.SSO_REQUIRED);
  }
}
