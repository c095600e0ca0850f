package io.ampel.provider.gitlab;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ampel.platform.Unreachable;
import io.ampel.provider.Access;
import io.ampel.provider.NoAnswer;
import io.ampel.provider.WebhookDesk;
import io.ampel.provider.gitlab.GitLabApi.Hook;
import java.net.URI;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClientException;

/** Webhooks of projects and groups of GitLab; groups have some in paid editions only. */
final class GitLabHooks implements WebhookDesk {
  private final GitLabLine line;

  GitLabHooks(GitLabLine line) {
    this.line = line;
  }

  @Override
  public Optional<String> find(
      Access access, Place place, @Nullable String externalId, URI address) {
    var api = line.to(access);
    var all = line.all(access, () -> api.hooks(hooks(access, place, "?per_page=100")), api::hooks);
    return all.stream()
        .filter(hook ->
            externalId == null
                ? address.toString().equals(hook.url())
                : externalId.equals(key(hook)))
        .findFirst()
        .map(GitLabHooks::key);
  }

  private static String key(Hook hook) {
    return String.valueOf(hook.id());
  }

  @Override
  public Outcome create(Access access, Order order) {
    return asked(() -> {
      var made = line.to(access).createHook(hooks(access, order.place(), ""), wanted(order));
      return new Outcome.Done(key(GitLabLine.body(made)));
    });
  }

  @Override
  public Outcome mend(Access access, String externalId, Order order) {
    return asked(() -> {
      var now =
          GitLabLine.body(
              line.to(access).changeHook(hook(access, order.place(), externalId), wanted(order)));
      return now.isOn() ? new Outcome.Done(externalId) : replaced(access, externalId, order);
    });
  }

  /** What GitLab switched off after failures cannot be switched on by a program. */
  private Outcome replaced(Access access, String externalId, Order order) {
    var made = create(access, order);
    if (made instanceof Outcome.Done) {
      line.to(access).deleteHook(hook(access, order.place(), externalId));
    }
    return made;
  }

  @Override
  public Outcome delete(Access access, Place place, String externalId) {
    return asked(() -> {
      line.to(access).deleteHook(hook(access, place, externalId));
      return new Outcome.Done(externalId);
    });
  }

  private static Map<String, Object> wanted(Order order) {
    var hook = new LinkedHashMap<String, Object>();
    hook.put("url", order.address().toString());
    hook.put("token", order.secret().reveal());
    hook.put("enable_ssl_verification", true);
    GitLabWebhook.EVENTS.forEach(event -> hook.put(event + "_events", true));
    return hook;
  }

  private static URI hooks(Access access, Place place, String rest) {
    var kind = place.ofOwner() ? "/groups/" : "/projects/";
    var name = URLEncoder.encode(place.name(), UTF_8);
    return URI.create(GitLabLine.rest(access) + kind + name + "/hooks" + rest);
  }

  private static URI hook(Access access, Place place, String externalId) {
    return hooks(access, place, "/" + externalId);
  }

  /** Whoever is no maintainer is forbidden; whoever sees no group hooks finds none. */
  private static Outcome asked(Supplier<Outcome> question) {
    try {
      return question.get();
    } catch (GitLabRefusal refusal) {
      return switch (refusal.status()) {
        case 403, 404 -> new Outcome.NotPermitted(refusal.words(), missing(refusal));
        case 400, 422 -> new Outcome.Refused(refusal.words());
        case 500, 502, 503, 504 -> new Outcome.Unknown("GitLab answered " + refusal.status());
        default -> throw GitLabLine.failure(refusal);
      };
    } catch (Unreachable failure) {
      return new Outcome.Unknown(NoAnswer.toAnAct(failure));
    } catch (RestClientException failure) {
      return new Outcome.Unknown("the answer cannot be read");
    }
  }

  private static List<String> missing(GitLabRefusal refusal) {
    return refusal.missing().isEmpty() ? List.of("api") : refusal.missing();
  }
}
