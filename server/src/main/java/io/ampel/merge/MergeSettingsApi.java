package io.ampel.merge;

import io.ampel.identity.Person;
import io.ampel.web.Frame;
import io.ampel.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether people may merge past the light at all, for administrators' programs. */
@RestController
@RequestMapping("/api/v1/settings/merge")
class MergeSettingsApi {
  private final MergePolicy policy;

  MergeSettingsApi(MergePolicy policy) {
    this.policy = policy;
  }

  /**
   * @param bypass the explicit second step is offered past a light that is known not to be green
   */
  record MergeSettings(@Nullable Boolean bypass) {}

  @GetMapping
  MergeSettings show(Person person) {
    person.requireAdministrator();
    return new MergeSettings(policy.allowsBypass());
  }

  @PutMapping
  MergeSettings decide(Person person, @RequestBody MergeSettings wanted, Frame frame) {
    person.requireAdministrator();
    if (wanted.bypass() == null) {
      throw Problem.invalid("bypass", frame.text("merge.bypassMissing"));
    }
    policy.decide(person, wanted.bypass());
    return show(person);
  }
}
