package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.pullrequest.Provider;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Where a provider has no connector, nothing speaks of it as if it had. */
@AmpelTest(
    properties = {
      "ampel.gitlab-url=https://x.example.org/gitlab/",
      "ampel.bitbucket-url=http://127.0.0.1:8090/bitbucket"
    })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfferedProvidersTests {
  private static final String PATH = ProviderAccountsController.PATH;
  private static final String INSTANCES = "/api/v1/instances";
  @LocalServerPort private int port;
  private Visitor mira;

  @TestConfiguration
  static class GitHubAlone {
    @Bean
    @Primary
    Connectors offered(List<Connector> all) {
      return new Connectors(all.stream().filter(one -> one.provider() == Provider.GITHUB).toList());
    }
  }

  @BeforeAll
  void people() {
    mira = Visitor.first(port);
  }

  @Test
  void aProviderThatIsNotOfferedIsRefusedByName() {
    var body = "{\"provider\": \"GitLab\", \"name\": \"Work\", \"token\": \"aB3_aB3_aB3_aB3_\"}";
    var answer = mira.json("POST", "/api/v1/provider-accounts", body);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(Visitor.read(answer).get("code").asString()).isEqualTo("PROVIDER_NOT_OFFERED");
    assertThat(answer.body()).contains("speaks with GitHub; GitLab is not among them");
    assertThat(mira.get(PATH + "/new?provider=bitbucket").statusCode()).isEqualTo(422);
  }

  @Test
  void noPagePromisesIt() {
    for (var page : List.of("/", PATH, PATH + "/new", TokenGuide.PATH)) {
      assertThat(mira.get(page).body())
          .contains("GitHub")
          .doesNotContain("provider=gitlab", "id=\"gitlab\"", "glpat-", "App Password");
    }
  }

  @Test
  void theAddressesOfAllThreeAreKnownAndCanBeReplacedFromOutside() {
    assertThat(mira.get(INSTANCES).body())
        .contains("\"https://github.com\"")
        .contains("\"https://x.example.org/gitlab\"", "\"x.example.org/gitlab\"")
        .contains("\"http://127.0.0.1:8090/bitbucket\"")
        .doesNotContain("\"https://gitlab.com\"");
  }

  @Test
  void anAddressIsAddedAsPeopleOpenIt() {
    var added = add("gitlab", "https://git.example.org/gitlab/-/admin");
    assertThat(added).contains("\"baseUrl\":\"https://git.example.org/gitlab\"");
    assertThat(add("gitlab", "https://git.example.org/gitlab/acme/api/-/issues/4"))
        .as("the same instance")
        .isEqualTo(added);
    assertThat(add("bitbucket", "https://api.bitbucket.org/2.0/repositories/acme/api"))
        .contains("\"baseUrl\":\"https://bitbucket.org\"", "\"plainHttp\":false");
  }

  private String add(String provider, String baseUrl) {
    var body = "{\"provider\": \"%s\", \"baseUrl\": \"%s\"}".formatted(provider, baseUrl);
    var answer = mira.json("POST", INSTANCES, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return answer.body();
  }
}
