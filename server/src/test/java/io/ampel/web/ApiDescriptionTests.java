package io.ampel.web;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** What {@code /v3/api-docs} tells is what there is. */
@AmpelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiDescriptionTests {
  private static final String PROMISED =
      """
      GET    /provider-accounts
      POST   /provider-accounts
      POST   /provider-accounts/test
      POST   /provider-accounts/{id}/test
      PATCH  /provider-accounts/{id}
      DELETE /provider-accounts/{id}
      GET    /instances
      POST   /instances
      DELETE /instances/{id}
      GET    /people
      POST   /people
      DELETE /people/{id}
      GET    /repositories
      POST   /repositories
      GET    /repositories/browse
      GET    /repositories/patterns
      POST   /repositories/patterns
      DELETE /repositories/patterns/{id}
      PATCH  /repositories/{id}
      DELETE /repositories/{id}
      POST   /repositories/{id}/sync
      GET    /pull-requests
      GET    /pull-requests/{id}
      POST   /pull-requests/{id}/comments
      POST   /pull-requests/{id}/reviews
      POST   /pull-requests/{id}/merge
      GET    /audit
      GET    /me
      GET    /api-tokens
      POST   /api-tokens
      DELETE /api-tokens/{id}
      """;

  @LocalServerPort private int port;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  private RequestMappingHandlerMapping mappings;

  private JsonNode description;

  @BeforeAll
  void read() {
    Visitor.first(port);
    description = Visitor.read(new Visitor(port).get("/v3/api-docs"));
  }

  @Test
  void everyCallThatIsPromisedIsThere() {
    var promised =
        PROMISED.lines().map(line -> line.replaceFirst(" +", " /api/v1")).collect(toSet());
    assertThat(described()).containsAll(promised);
  }

  @Test
  void everyCallThatIsThereIsDescribedAndNoOther() {
    var there =
        mappings.getHandlerMethods().keySet().stream()
            .flatMap(info ->
                info.getPatternValues().stream()
                    .filter(path -> path.startsWith("/api/v1/"))
                    .flatMap(path ->
                        info.getMethodsCondition().getMethods().stream()
                            .map(method -> method + " " + path.replaceAll(":[^}]*", ""))))
            .collect(toCollection(TreeSet::new));
    assertThat(there).hasSizeGreaterThan(30);
    assertThat(described()).isEqualTo(there);
  }

  private Set<String> described() {
    return description
        .get("paths")
        .propertyStream()
        .flatMap(path ->
            path.getValue()
                .propertyStream()
                .map(call -> call.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
        .collect(toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          post  | /pull-requests/{id}/merge      | headSha strategy title message deleteBranch confirmation
          post  | /pull-requests/{id}/comments   | body
          post  | /pull-requests/{id}/reviews    | verdict body headSha
          post  | /provider-accounts             | provider name token baseUrl username workspace expiresAt
          post  | /provider-accounts/test        | provider name token baseUrl username workspace expiresAt
          patch | /provider-accounts/{id}        | name token username expiresAt enabled default acceptNewIdentity
          patch | /repositories/{id}             | requirements
          post  | /repositories                  | account fullNames
          post  | /api-tokens                    | name scope expiresAt
          """)
  void whatIsSentIsDescribed(String method, String path, String fields) {
    var schema =
        description
            .at("/paths")
            .path("/api/v1" + path)
            .path(method)
            .path("requestBody")
            .path("content")
            .valueStream()
            .findFirst()
            .orElseThrow()
            .path("schema");
    assertThat(properties(schema)).contains(fields.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          post | /pull-requests/{id}/merge    | outcome message commit confirmation
          post | /pull-requests/{id}/comments | outcome message url
          get  | /pull-requests               | items nextCursor counts
          get  | /pull-requests/{id}          | checks reviews permissions reasons light headSha
          get  | /repositories                | items nextCursor
          get  | /repositories/{id}           | fullName light requirements accounts
          post | /provider-accounts/test      | ok identity capabilities problem budget warnings
          post | /api-tokens                  | id name token
          get  | /me                          | id email
          """)
  void whatIsAnsweredIsDescribed(String method, String path, String fields) {
    var answers = description.at("/paths").path("/api/v1" + path).path(method).path("responses");
    var schema =
        answers
            .propertyStream()
            .filter(answer -> answer.getKey().startsWith("2"))
            .findFirst()
            .orElseThrow()
            .getValue()
            .path("content")
            .valueStream()
            .findFirst()
            .orElseThrow()
            .path("schema");
    assertThat(properties(schema)).contains(fields.split(" "));
  }

  private List<String> properties(JsonNode schema) {
    var target =
        schema.has("$ref") ? description.at(schema.get("$ref").asString().substring(1)) : schema;
    return new ArrayList<>(target.path("properties").propertyNames());
  }

  @Test
  void recordsOfOneNameStayApart() {
    record Body() {}
    assertThat(ApiNames.name(Body.class)).isEqualTo("ApiDescriptionTestsBody");
    var names = new ApiNames();
    assertThat(names.getNameOfClass(One.Controller.Answer.class))
        .isEqualTo("ApiDescriptionTestsOneAnswer");
    assertThat(names.getNameOfClass(OneApi.Answer.class)).endsWith("OneApi.Answer");
    assertThat(names.getNameOfClass(One.Controller.Answer.class))
        .isEqualTo("ApiDescriptionTestsOneAnswer");

    var shapes = description.at("/components/schemas").propertyNames();
    assertThat(shapes)
        .contains("MergeBody", "MergeAnswer", "ActAnswer", "ActCommentBody", "RepositoriesItem")
        .doesNotContain("Body", "Answer", "Item", "Items", "Change", "Wish")
        .noneMatch(name -> name.contains("."));
    assertThat(described()).isNotEmpty();
  }

  /** Two that would be called the same. */
  static final class One {
    static final class Controller {
      record Answer() {}
    }
  }

  static final class OneApi {
    record Answer() {}
  }

  @Test
  void everyShapeThatIsNamedIsThereAndNothingOfTheInsideIsShown() {
    var text = description.toString();
    var named =
        java.util.regex.Pattern.compile("#/components/schemas/([^\"]+)").matcher(text).results();
    assertThat(description.at("/components/schemas").propertyNames())
        .containsAll(named.map(one -> one.group(1)).collect(toSet()))
        .doesNotContain("Frame", "Person", "Viewer", "Texts", "Access", "SignedIn");
    assertThat(parameters())
        .doesNotContain("frame", "viewer", "texts", "access", "request", "response");
    assertThat(text).doesNotContain("io.ampel");
  }

  private Set<String> parameters() {
    Stream<JsonNode> calls =
        description
            .get("paths")
            .valueStream()
            .flatMap(JsonNode::valueStream)
            .flatMap(call -> call.path("parameters").valueStream());
    return calls.map(parameter -> parameter.get("name").asString()).collect(toSet());
  }

  @Test
  void thePageSaysTheSame() {
    var page = new Visitor(port).get("/v3/docs");
    assertThat(page.statusCode()).isEqualTo(200);
    for (var call : described()) {
      assertThat(page.body()).contains("<code>" + call.split(" ")[1] + "</code>");
    }
    assertThat(page.body())
        .contains("id=\"shape-MergeBody\"")
        .doesNotContain(" style=", "<script>");
    var address = description.at("/servers/0/url").asString();
    assertThat(address).isEqualTo("http://127.0.0.1:" + port);
    assertThat(Visitor.read(new Visitor(port).get("/v3/api-docs")).at("/servers/0/url").asString())
        .isEqualTo(address);
  }
}
