package io.ampel.provider.bitbucket;

import io.ampel.platform.Unreachable;
import io.ampel.provider.Access;
import io.ampel.provider.NoAnswer;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.WebhookDesk;
import io.ampel.provider.bitbucket.BitbucketNodes.Hook;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClientException;

/** Webhooks of repositories and workspaces of Bitbucket. */
final class BitbucketHooks implements WebhookDesk {
  private final BitbucketLine line;

  BitbucketHooks(BitbucketLine line) {
    this.line = line;
  }

  @Override
  public Optional<String> find(
      Access access, Place place, @Nullable String externalId, URI address) {
    var api = line.to(access);
    var all = line.all(access, () -> api.hooks(hooks(access, place, "?pagelen=100")), api::hooks);
    return all.stream()
        .filter(hook ->
            externalId == null
                ? address.toString().equals(hook.url())
                : externalId.equals(hook.uuid()))
        .findFirst()
        .map(Hook::uuid);
  }

  @Override
  public Outcome create(Access access, Order order) {
    return asked(() -> {
      var made = line.to(access).createHook(hooks(access, order.place(), ""), wanted(order));
      return new Outcome.Done(Objects.requireNonNullElse(BitbucketLine.body(made).uuid(), ""));
    });
  }

  @Override
  public Outcome mend(Access access, String externalId, Order order) {
    return asked(() -> {
      line.to(access).changeHook(hook(access, order.place(), externalId), wanted(order));
      return new Outcome.Done(externalId);
    });
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
    hook.put("description", "Ampel");
    hook.put("url", order.address().toString());
    hook.put("active", true);
    hook.put("secret", order.secret().reveal());
    hook.put("events", BitbucketWebhook.EVENTS);
    return hook;
  }

  private static URI hooks(Access access, Place place, String rest) {
    var kind = place.ofOwner() ? "/workspaces/" : "/repositories/";
    return URI.create(BitbucketLine.api(access) + kind + place.name() + "/hooks" + rest);
  }

  /** Keys come in braces, which an address cannot hold. */
  private static URI hook(Access access, Place place, String externalId) {
    var key = externalId.replace("{", "%7B").replace("}", "%7D");
    return hooks(access, place, "/" + key);
  }

  private static Outcome asked(Supplier<Outcome> question) {
    try {
      return question.get();
    } catch (BitbucketRefusal refusal) {
      return switch (refusal.status()) {
        case 403, 404 -> new Outcome.NotPermitted(refusal.words(), refusal.missing());
        case 400 -> new Outcome.Refused(refusal.words());
        case 500, 502, 503, 504 -> new Outcome.Unknown("Bitbucket answered " + refusal.status());
        default -> throw new ProviderFailure(BitbucketErrors.problem(refusal));
      };
    } catch (Unreachable failure) {
      return new Outcome.Unknown(NoAnswer.toAnAct(failure));
    } catch (RestClientException failure) {
      return new Outcome.Unknown("the answer cannot be read");
    }
  }
}
