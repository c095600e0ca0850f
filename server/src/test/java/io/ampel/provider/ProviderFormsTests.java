package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.pullrequest.Provider;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Accounts of GitLab and Bitbucket, from the form and the API to the question that is asked. */
@AmpelTest
@Import(StubProviders.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderFormsTests {
  private static final String PATH = ProviderAccountsController.PATH;
  private static final String REST = "/api/v1/provider-accounts";
  private static final String API_TOKEN = "ATATT3xFfGF0" + "aB3_".repeat(44) + "=0A1B2C3D";
  private static final String PLACE_TOKEN = "ATCTT3xFfGN0" + "aB3_".repeat(44) + "=0A1B2C3D";

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private StubProviders stubs;
  @Autowired private AccountBanners banners;
  private Visitor mira;

  @BeforeAll
  void people() {
    mira = Visitor.first(port);
  }

  @AfterEach
  void clean() {
    jdbc.sql("delete from provider_account").update();
    banners.read();
    stubs.answer(Provider.GITLAB, StubProviders::introduction);
    stubs.answer(Provider.BITBUCKET, StubProviders::introduction);
  }

  @Test
  void theFormOfGitLabAsksForThreeThings() {
    var form = mira.get(PATH + "/new?provider=gitlab").body();
    assertThat(form)
        .contains(">Account Name<", ">Personal Access Token<", ">Base URL<", "Test Connection")
        .contains("https://gitlab.com/-/user_settings/personal_access_tokens/legacy/new?name=")
        .doesNotContain("name=\"username\"", "name=\"workspace\"", "name=\"expiresAt\"");
  }

  @Test
  void theFormOfBitbucketAsksWhoseTheTokenIsAndWhenItEnds() {
    var form = mira.get(PATH + "/new?provider=bitbucket").body();
    assertThat(form)
        .contains(">Account Name<", ">Username<", ">App Password or API token<", ">Workspace<")
        .contains(">Expires<", ">API token<", ">Access token<")
        .contains("https://id.atlassian.com/manage-profile/security/api-tokens")
        .doesNotContain("name=\"baseUrl\"");
  }

  @Test
  void theFirstPagesLetOneChooseAmongAllThatAreOffered() {
    for (var page : List.of("/", PATH)) {
      assertThat(mira.get(page).body())
          .contains(
              PATH + "/new?provider=github",
              PATH + "/new?provider=gitlab",
              PATH + "/new?provider=bitbucket");
    }
  }

  @Test
  void theGuideSpeaksOfAllThatAreOffered() {
    assertThat(mira.get(TokenGuide.PATH).body())
        .contains("id=\"gitlab\"", "id=\"bitbucket-cloud\"")
        .doesNotContain("&lt;!--");
  }

  @Test
  void whereATokenIsMadeFollowsWhatIsTyped() {
    assertThat(making("provider=gitlab&baseUrl=https://x.example.org/gitlab/api/v4"))
        .contains(
            "https://x.example.org/gitlab/-/user_settings/personal_access_tokens/legacy/new?");
    assertThat(making("provider=gitlab&baseUrl=ftp://x")).contains("https://gitlab.com/-/user");
    assertThat(making("provider=github&baseUrl=https://git.example.org"))
        .contains("https://git.example.org/settings/personal-access-tokens/new");
    assertThat(making("provider=bitbucket&kind=person&workspace=acme"))
        .contains("id.atlassian.com")
        .doesNotContain("acme");
    assertThat(making("provider=bitbucket&kind=place&workspace=acme/api"))
        .contains("https://bitbucket.org/acme/api/admin/access-tokens");
    assertThat(making("provider=bitbucket&kind=place&workspace="))
        .doesNotContain("<a href=\"https://bitbucket.org", "id.atlassian.com");
  }

  private String making(String query) {
    return mira.get(PATH + "/making?" + query).body();
  }

  @Test
  void anApiTokenGoesWithTheAddressOfItsOwner() {
    var account = save("bitbucket", API_TOKEN, "username", " mira@example.org ");
    assertThat(stubs.last().username()).isEqualTo("mira@example.org");
    assertThat(stubs.last().workspace()).isNull();
    assertThat(account.get("username").asString()).isEqualTo("mira@example.org");
    assertThat(account.get("workspace").isNull()).isTrue();
    assertThat(account.toString()).doesNotContain(API_TOKEN);
  }

  @Test
  void anAccessTokenGoesWithItsPlace() {
    var account =
        save("bitbucket", PLACE_TOKEN, "workspace", "https://bitbucket.org/acme/api/src/main/");
    assertThat(stubs.last().username()).isNull();
    assertThat(stubs.last().workspace()).isEqualTo("acme/api");
    assertThat(account.get("workspace").asString()).isEqualTo("acme/api");
    var id = account.get("id").asString();
    assertThat(mira.get(PATH).body())
        .contains("bitbucket.org/acme/api", "access token of a repository, only acme/api")
        .contains("https://bitbucket.org/acme/api/admin/access-tokens");
    assertThat(mira.get(PATH + "/" + id).body())
        .contains("value=\"place\" checked")
        .contains("value=\"acme/api\"");
  }

  @Test
  void theFormSendsOnlyTheFieldOfTheChosenKind() {
    var fields =
        Map.of(
            "provider", "bitbucket",
            "name", "Work",
            "token", PLACE_TOKEN,
            "kind", "place",
            "username", "left@over.example",
            "workspace", "acme");
    assertThat(mira.submit(PATH + "/test", fields, "HX-Request", "true").statusCode())
        .isEqualTo(200);
    assertThat(stubs.last().username()).isNull();
    assertThat(stubs.last().workspace()).isEqualTo("acme");
    var other = new LinkedHashMap<>(fields);
    other.put("kind", "person");
    mira.submit(PATH + "/test", other, "HX-Request", "true");
    assertThat(stubs.last().username()).isEqualTo("left@over.example");
    assertThat(stubs.last().workspace()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "username,  '',                  username",
    "username,  two words,           username",
    "username,  mira:secret,         username",
    "workspace, 'not / a place',     workspace",
    "workspace, https://example.org, workspace"
  })
  void whatCannotBelongToATokenOfBitbucketIsNamed(String field, String value, String named) {
    var answer = mira.json("POST", REST, body("bitbucket", API_TOKEN, field, value));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Visitor.read(answer).get("fields").get(0).get("field").asString()).isEqualTo(named);
    assertThat(answer.body()).doesNotContain(API_TOKEN).doesNotContain("account.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme-no-known-beginning", "glrt-aB3_aB3_aB3_aB3_aB3_", "ghp_short"})
  void noTokenIsRefusedForItsLooks(String token) {
    assertThat(save("gitlab", token).get("status").asString()).isEqualTo("WORKING");
    assertThat(stubs.last().token().get().reveal()).isEqualTo(token);
  }

  @Test
  void aRefusedTokenIsNamedForWhatItIs() {
    refuse(Provider.GITLAB, Code.INVALID_TOKEN);
    var answer = mira.json("POST", REST, body("gitlab", "gldt-aB3_aB3_aB3_aB3_aB3_"));
    assertThat(Visitor.read(answer).get("code").asString()).isEqualTo("INVALID_TOKEN");
    assertThat(answer.body()).contains("looks like a deploy token");
    refuse(Provider.BITBUCKET, Code.INVALID_TOKEN);
    var other =
        mira.json("POST", REST, body("bitbucket", PLACE_TOKEN, "username", "mira@example.org"));
    assertThat(other.body()).contains("takes no Username", "another Atlassian product");
    var old = "ATBB" + "aB3x".repeat(8);
    assertThat(mira.json("POST", REST, body("bitbucket", old, "username", "mira")).body())
        .contains("ended them on 28 July 2026", "Create API token with scopes");
  }

  @Test
  void theDayThatWasTypedTellsExpiredFromInvalid() {
    refuse(Provider.BITBUCKET, Code.INVALID_TOKEN);
    var answer =
        mira.json(
            "POST",
            REST,
            body(
                "bitbucket", API_TOKEN, "username", "mira@example.org", "expiresAt", "2026-01-31"));
    assertThat(Visitor.read(answer).get("title").asString()).isEqualTo("Token expired");
  }

  @ParameterizedTest
  @CsvSource({
    "30, ''",
    "13, ends in 13 days",
    "6,  ends in 6 days",
    "1,  ends tomorrow",
    "-1, is over"
  })
  void aTypedDayIsWarnedOfAheadOfTime(int days, String words) {
    var day = LocalDate.now(ZoneOffset.UTC).plusDays(days).toString();
    var id =
        save("bitbucket", API_TOKEN, "username", "mira@example.org", "expiresAt", day)
            .get("id")
            .asString();
    banners.read();
    var page = mira.get("/repositories").body();
    if (words.isEmpty()) {
      assertThat(page).doesNotContain("The token of “Work”");
    } else {
      assertThat(page).contains("The token of “Work” " + words).contains(PATH + "/" + id);
    }
    assertThat(mira.get(PATH + "/" + id).body()).contains("value=\"" + day + "\"");
  }

  @ParameterizedTest
  @CsvSource({"340, false", "355, true", "370, true"})
  void anApiTokenWithoutADayIsWarnedOfByItsAge(int days, boolean warned) {
    save("bitbucket", API_TOKEN, "username", "mira@example.org");
    jdbc.sql("update provider_account set token_changed_at = now() - make_interval(days => :days)")
        .param("days", days)
        .update();
    banners.read();
    assertThat(mira.get("/repositories").body().contains("“Work” is about a year old"))
        .isEqualTo(warned);
  }

  @Test
  void anotherAddressIsTriedWithTheStoredTokenBeforeItIsKept() {
    var account = save("bitbucket", API_TOKEN, "username", "mira@example.org");
    var one = REST + "/" + account.get("id").asString();
    refuse(Provider.BITBUCKET, Code.INVALID_TOKEN);
    var refused = mira.json("PATCH", one, "{\"username\": \"mira\"}");
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
    assertThat(Visitor.read(mira.get(one)).get("username").asString())
        .isEqualTo("mira@example.org");
    assertThat(Visitor.read(mira.get(one)).get("status").asString()).isEqualTo("WORKING");

    stubs.answer(Provider.BITBUCKET, StubProviders::introduction);
    mira.json("PATCH", one, "{\"username\": \"m.lind@example.org\"}");
    assertThat(stubs.last().username()).isEqualTo("m.lind@example.org");
    assertThat(stubs.last().token().get().reveal()).isEqualTo(API_TOKEN);
    assertThat(Visitor.read(mira.get(one)).get("username").asString())
        .isEqualTo("m.lind@example.org");
  }

  @Test
  void anAccountMayTurnFromAnApiTokenToAnAccessToken() {
    var account = save("bitbucket", API_TOKEN, "username", "mira@example.org");
    var path = PATH + "/" + account.get("id").asString();
    var fields =
        Map.of(
            "name", "Work",
            "token", PLACE_TOKEN,
            "kind", "place",
            "username", "mira@example.org",
            "workspace", "acme/api",
            "expiresAt", "2030-05-01");
    var answer = mira.submit(path, fields, "HX-Request", "true");
    assertThat(answer.headers().firstValue("HX-Redirect")).hasValue(PATH);
    var now = Visitor.read(mira.get(REST)).get(0);
    assertThat(now.get("username").isNull()).isTrue();
    assertThat(now.get("workspace").asString()).isEqualTo("acme/api");
    assertThat(now.get("expiresAt").asString()).isEqualTo("2030-05-02T00:00:00Z");
  }

  @Test
  void aFormWithoutAFieldLeavesItAsItIs() {
    var account = save("gitlab", "glpat-" + "aB3_".repeat(5), "expiresAt", "2030-05-01");
    var path = PATH + "/" + account.get("id").asString();
    mira.submit(path, Map.of("name", "Home"), "HX-Request", "true");
    var now = Visitor.read(mira.get(REST)).get(0);
    assertThat(now.get("name").asString()).isEqualTo("Home");
    assertThat(now.get("expiresAt").asString()).isEqualTo("2030-05-02T00:00:00Z");
  }

  @Test
  void aGitLabOfOnesOwnKeepsItsPathInAllLinks() {
    var url = "https://x.example.org/gitlab";
    var account =
        save("gitlab", "aB3_".repeat(5), "baseUrl", url + "/-/profile", "confirmInstance", "true");
    assertThat(account.get("baseUrl").asString()).isEqualTo(url);
    assertThat(stubs.last().instance().baseUrl()).hasToString(url);
    assertThat(mira.get(PATH).body()).contains(url + "/-/user_settings/personal_access_tokens");

    var fields =
        Map.of("provider", "gitlab", "name", "More", "token", "x".repeat(20), "baseUrl", url);
    var result = mira.submit(PATH + "/test", fields, "HX-Request", "true").body();
    assertThat(result)
        .contains(url + "/-/user_settings/personal_access_tokens")
        .contains("Needs api", "make a new one with them");
  }

  @Test
  void whatAnAccountSeesIsSaidInTheWordsOfItsProvider() {
    var gitlab = save("gitlab", "aB3_".repeat(5)).get("id").asString();
    assertThat(mira.get("/repositories/pick?account=" + gitlab).body())
        .contains("Projects that the token’s user is a member of", "group/**");
    assertThat(mira.get("/repositories/pick/list?account=" + gitlab).body())
        .contains("acme/platform/infrastructure/network-configuration");
  }

  private void refuse(Provider provider, Code code) {
    stubs.answer(
        provider,
        _ -> {
          throw new ProviderFailure(AccountProblem.of(code));
        });
  }

  private JsonNode save(String provider, String token, String... more) {
    var answer = mira.json("POST", REST, body(provider, token, more));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Visitor.read(answer);
  }

  private static String body(String provider, String token, String... more) {
    var body = new LinkedHashMap<String, Object>();
    body.put("provider", provider);
    body.put("name", "Work");
    body.put("token", token);
    for (var i = 0; i < more.length; i += 2) {
      body.put(more[i], more[i + 1].equals("true") ? Boolean.TRUE : more[i + 1]);
    }
    return JsonMapper.shared().writeValueAsString(body);
  }
}
