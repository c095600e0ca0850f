package io.ampel.provider;

import io.ampel.identity.Audit;
import io.ampel.identity.Person;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Instances;
import io.ampel.pullrequest.Provider;
import io.ampel.web.Problem;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Decides to which addresses tokens may go: those that are known, and those an administrator
 * confirms.
 */
@Component
class InstanceApproval {
  private final Instances instances;
  private final DefaultInstances defaults;
  private final Audit audit;

  InstanceApproval(Instances instances, DefaultInstances defaults, Audit audit) {
    this.instances = instances;
    this.defaults = defaults;
    this.audit = audit;
  }

  /** Whether a token may go there. */
  sealed interface Answer {
    /**
     * @param fresh approved by this very request
     */
    record Approved(Instance instance, boolean fresh) implements Answer {}

    /** The administrator who asks has to say yes first. */
    record NeedsConsent(BaseUrl url) implements Answer {}
  }

  @Transactional
  public Answer ask(
      Person person,
      Provider provider,
      @Nullable String baseUrl,
      boolean confirmed,
      boolean plainHttpAllowed) {
    if (baseUrl == null || baseUrl.isBlank()) {
      return new Answer.Approved(defaults.of(provider), false);
    }
    var url = BaseUrl.of(baseUrl, addresses(provider));
    var known = instances.at(url.address());
    if (known.isPresent()) {
      return known(person, known.get(), provider, url, plainHttpAllowed);
    }
    if (!person.administrator()) throw askAdministrator(url);
    return confirmed && (plainHttpAllowed || !url.isPlainHttp())
        ? new Answer.Approved(approve(person, provider, url), true)
        : new Answer.NeedsConsent(url);
  }

  private List<URI> addresses(Provider provider) {
    return instances.all().stream()
        .filter(instance -> instance.provider() == provider)
        .map(Instance::baseUrl)
        .toList();
  }

  private Answer known(
      Person person, Instance known, Provider provider, BaseUrl url, boolean plainHttpAllowed) {
    if (known.provider() != provider) {
      throw Problem.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "INSTANCE_OF_OTHER_PROVIDER",
          known.name(),
          ProviderName.of(known.provider()));
    }
    if (!url.isPlainHttp() || known.plainHttp()) return new Answer.Approved(known, false);
    if (!person.administrator()) throw askAdministrator(url);
    return plainHttpAllowed
        ? new Answer.Approved(approve(person, provider, url), false)
        : new Answer.NeedsConsent(url);
  }

  private static Problem askAdministrator(BaseUrl url) {
    return Problem.of(HttpStatus.FORBIDDEN, "INSTANCE_NOT_APPROVED", url.name());
  }

  private Instance approve(Person person, Provider provider, BaseUrl url) {
    var instance =
        instances.approve(provider, url.address(), url.name(), url.isPlainHttp(), person.email());
    record(person, "instance.approved", instance);
    return instance;
  }

  /** Takes back an approval when the address turned out not to be what it was taken for. */
  @Transactional
  public void withdraw(Person person, Instance instance) {
    if (instances.remove(instance.id())) record(person, "instance.removed", instance);
  }

  /** False when an account or a repository needs it. */
  @Transactional
  public boolean remove(Person person, UUID id) {
    var instance = instances.find(id).orElseThrow(Problem::notFound);
    if (!instances.remove(id)) return false;
    record(person, "instance.removed", instance);
    return true;
  }

  private void record(Person person, String action, Instance instance) {
    audit.record(
        person.id(),
        action,
        "instance",
        instance.id(),
        Audit.Outcome.DONE,
        Map.of("url", instance.baseUrl().toString(), "plainHttp", instance.plainHttp()));
  }
}
