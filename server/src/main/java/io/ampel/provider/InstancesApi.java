package io.ampel.provider;

import io.ampel.identity.Person;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Instances;
import io.ampel.web.Problem;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The addresses to which tokens may go, for administrators. */
@RestController
@RequestMapping("/api/v1/instances")
class InstancesApi {
  private final Instances instances;
  private final InstanceApproval approval;

  InstancesApi(Instances instances, InstanceApproval approval) {
    this.instances = instances;
    this.approval = approval;
  }

  /**
   * @param allowPlainHttp the yes to an address without https
   */
  record InstanceRequest(
      @Nullable String provider, @Nullable String baseUrl, @Nullable Boolean allowPlainHttp) {}

  /** An instance as programs see it. */
  record InstanceAnswer(UUID id, String provider, String name, URI baseUrl, boolean plainHttp) {
    static InstanceAnswer of(Instance instance) {
      return new InstanceAnswer(
          instance.id(),
          ProviderName.code(instance.provider()),
          instance.name(),
          instance.baseUrl(),
          instance.plainHttp());
    }
  }

  @GetMapping
  List<InstanceAnswer> list(Person person) {
    person.requireAdministrator();
    return instances.all().stream().map(InstanceAnswer::of).toList();
  }

  /** Naming the address here is the confirmation; http still takes its own yes. */
  @PostMapping
  ResponseEntity<InstanceAnswer> add(Person person, @RequestBody InstanceRequest request) {
    person.requireAdministrator();
    if (request.baseUrl() == null || request.baseUrl().isBlank()) {
      throw Problem.invalid("baseUrl", "is missing");
    }
    var answer =
        approval.ask(
            person,
            ProviderName.read(request.provider()),
            request.baseUrl(),
            true,
            Boolean.TRUE.equals(request.allowPlainHttp()));
    return switch (answer) {
      case InstanceApproval.Answer.Approved(var instance, _) ->
          ResponseEntity.status(HttpStatus.CREATED).body(InstanceAnswer.of(instance));
      case InstanceApproval.Answer.NeedsConsent(var url) -> throw AccountRefusal.needsConsent(url);
    };
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(Person person, @PathVariable UUID id) {
    person.requireAdministrator();
    if (!approval.remove(person, id)) throw Problem.of(HttpStatus.CONFLICT, "INSTANCE_IN_USE");
  }
}
