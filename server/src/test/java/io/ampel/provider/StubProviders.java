package io.ampel.provider;

import io.ampel.provider.Capabilities.Capability;
import io.ampel.provider.Introduction.Identity;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.Repositories.Found;
import io.ampel.pullrequest.Repository.Visibility;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * Offers GitLab and Bitbucket where only the accounts around a connector are tested: who asks, with
 * what, and what becomes of the answer.
 */
@TestConfiguration
class StubProviders {
  private final Map<Provider, Function<Access, Introduction>> answers = new ConcurrentHashMap<>();
  final List<Access> asked = new ArrayList<>();

  @Bean
  @Primary
  Connectors stubbedConnectors(List<Connector> real) {
    var github = real.stream().filter(one -> one.provider() == Provider.GITHUB);
    var others = Stream.of(Provider.GITLAB, Provider.BITBUCKET).map(this::connector);
    return new Connectors(Stream.concat(github, others).toList());
  }

  void answer(Provider provider, Function<Access, Introduction> answer) {
    answers.put(provider, answer);
  }

  Access last() {
    return asked.getLast();
  }

  private Connector connector(Provider provider) {
    answers.put(provider, StubProviders::introduction);
    return (Connector)
        Proxy.newProxyInstance(
            Connector.class.getClassLoader(),
            new Class<?>[] {Connector.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "provider" -> provider;
                  case "rounds" -> Rounds.USUAL;
                  case "introduce" -> introduce(provider, (Access) arguments[0]);
                  case "repositories" -> repositories((Access) arguments[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Introduction introduce(Provider provider, Access access) {
    asked.add(access);
    return answers.getOrDefault(provider, StubProviders::introduction).apply(access);
  }

  static Introduction introduction(Access access) {
    var isGitLab = access.instance().provider() == Provider.GITLAB;
    return new Introduction(
        new Identity(isGitLab ? "7" : "{7}", "mira", "Mira Lind", null),
        isGitLab ? "personal" : access.username() == null ? "repository-access-token" : "api-token",
        null,
        isGitLab
            ? List.of("read_api", "read_repository")
            : List.of("read:repository:bitbucket", "read:pullrequest:bitbucket"),
        access.workspace(),
        isGitLab ? capabilities("api") : capabilities("write:pullrequest:bitbucket"),
        3,
        isGitLab ? List.of() : List.of(new Budget("repositories", 1000, 610, null)),
        List.of());
  }

  private static Capabilities capabilities(String missing) {
    var no = Capability.no(missing);
    var yes = Capability.yes();
    return new Capabilities(yes, yes, no, no, no, no, Capability.unknown(missing));
  }

  private static RepositoryPage repositories(Access access) {
    var names =
        access.instance().provider() == Provider.GITLAB
            ? List.of(
                "acme/api", "acme/platform/infrastructure/network-configuration", "mira/notes")
            : List.of("acme/api", "acme/web");
    return new RepositoryPage(names.stream().map(StubProviders::found).toList(), null, List.of());
  }

  private static Found found(String name) {
    return new Found(
        name,
        name,
        URI.create("https://example.org/" + name),
        Visibility.PRIVATE,
        false,
        false,
        "main",
        Set.of(),
        false);
  }
}
