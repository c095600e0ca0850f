package io.ampel.provider.github;

import io.ampel.platform.Unreachable;
import io.ampel.provider.Access;
import io.ampel.provider.NoAnswer;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.WebhookDesk;
import io.ampel.provider.github.GitHubApi.Hook;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClientException;

/** Webhooks of repositories and organizations of GitHub. */
final class GitHubHooks implements WebhookDesk {
  private final GitHubLine line;
  private final Clock clock;

  GitHubHooks(GitHubLine line, Clock clock) {
    this.line = line;
    this.clock = clock;
  }

  @Override
  public Optional<String> find(
      Access access, Place place, @Nullable String externalId, URI address) {
    var api = line.to(access);
    for (var page = hooks(access, place, "?per_page=100"); page != null; ) {
      var here = page;
      var answer = line.ask(() -> api.hooks(here));
      var found =
          GitHubLine.body(answer).stream()
              .filter(hook -> isIt(hook, externalId, address))
              .findFirst();
      if (found.isPresent()) {
        return found.map(GitHubHooks::key);
      }
      page = GitHubLine.link(answer.getHeaders(), "next", access);
    }
    return Optional.empty();
  }

  private static boolean isIt(Hook hook, @Nullable String externalId, URI address) {
    var config = hook.config();
    return externalId == null
        ? config != null && address.toString().equals(config.url())
        : externalId.equals(key(hook));
  }

  private static String key(Hook hook) {
    return String.valueOf(hook.id());
  }

  @Override
  public Outcome create(Access access, Order order) {
    var hook = wanted(order);
    hook.put("name", "web");
    return asked(
        order.place(),
        () -> {
          var made = line.to(access).createHook(hooks(access, order.place(), ""), hook);
          return new Outcome.Done(key(GitHubLine.body(made)));
        });
  }

  @Override
  public Outcome mend(Access access, String externalId, Order order) {
    return asked(
        order.place(),
        () -> {
          line.to(access).changeHook(hook(access, order.place(), externalId), wanted(order));
          return new Outcome.Done(externalId);
        });
  }

  @Override
  public Outcome delete(Access access, Place place, String externalId) {
    return asked(
        place,
        () -> {
          line.to(access).deleteHook(hook(access, place, externalId));
          return new Outcome.Done(externalId);
        });
  }

  private static Map<String, Object> wanted(Order order) {
    var hook = new LinkedHashMap<String, Object>();
    hook.put("active", true);
    hook.put("events", GitHubWebhook.EVENTS);
    hook.put(
        "config",
        Map.of(
            "url",
            order.address().toString(),
            "content_type",
            "json",
            "insecure_ssl",
            "0",
            "secret",
            order.secret().reveal()));
    return hook;
  }

  private static URI hooks(Access access, Place place, String rest) {
    var base = GitHubAddresses.of(access.instance().baseUrl()).rest();
    return URI.create(
        base + (place.ofOwner() ? "/orgs/" : "/repos/") + place.name() + "/hooks" + rest);
  }

  private static URI hook(Access access, Place place, String externalId) {
    return hooks(access, place, "/" + externalId);
  }

  /** GitHub hides hooks from those who may not see them, so a 404 is about the permission. */
  private Outcome asked(Place place, Supplier<Outcome> question) {
    try {
      return question.get();
    } catch (GitHubRefusal refusal) {
      return switch (refusal.status()) {
        case 403, 404 -> forbidden(place, refusal);
        case 422 -> new Outcome.Refused(refusal.words());
        case 500, 502, 503, 504 -> new Outcome.Unknown("GitHub answered " + refusal.status());
        default -> throw new ProviderFailure(GitHubErrors.problem(refusal, clock.instant()));
      };
    } catch (Unreachable failure) {
      return new Outcome.Unknown(NoAnswer.toAnAct(failure));
    } catch (RestClientException failure) {
      return new Outcome.Unknown("the answer cannot be read");
    }
  }

  private Outcome forbidden(Place place, GitHubRefusal refusal) {
    if (GitHubErrors.isRateLimit(refusal)) {
      throw new ProviderFailure(GitHubErrors.problem(refusal, clock.instant()));
    }
    var scope = place.ofOwner() ? "admin:org_hook" : "admin:repo_hook";
    var missing = refusal.missing();
    return new Outcome.NotPermitted(
        Objects.requireNonNullElse(refusal.words(), ""),
        missing.isEmpty() ? List.of(scope) : missing);
  }
}
