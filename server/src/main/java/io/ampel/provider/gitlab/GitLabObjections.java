package io.ampel.provider.gitlab;

import io.ampel.provider.Access;
import io.ampel.provider.ActOutcome;
import io.ampel.provider.GraphQlReplies.Answer;
import io.ampel.provider.GraphQlReplies.Question;
import io.ampel.provider.gitlab.GitLabActs.On;
import io.ampel.provider.gitlab.GitLabNodes.Deed;
import java.util.List;
import java.util.Map;

/**
 * Requesting changes and taking that back, which only some releases and editions can, and only by
 * GraphQL.
 */
final class GitLabObjections {
  private final GitLabLine line;
  private final GitLabAbilities abilities;

  GitLabObjections(GitLabLine line, GitLabAbilities abilities) {
    this.line = line;
    this.abilities = abilities;
  }

  ActOutcome object(On on) {
    return abilities.has(on.access(), GitLabAbilities.REQUEST_CHANGES)
        ? mutate(on, GitLabQueries.OBJECTION)
        : new ActOutcome.Refused("this GitLab cannot be asked to request changes");
  }

  ActOutcome withdraw(On on) {
    return abilities.has(on.access(), GitLabAbilities.WITHDRAW_CHANGES)
        ? mutate(on, GitLabQueries.WITHDRAWAL)
        : new ActOutcome.Refused("there is no approval to take back");
  }

  private ActOutcome mutate(On on, String mutation) {
    var variables =
        Map.<String, @org.jspecify.annotations.Nullable Object>of(
            "project", on.repository().fullName(), "iid", on.iid());
    var answer = GitLabLine.body(ask(on.access(), new Question(mutation, variables)));
    var fault = answer.faults().stream().findFirst();
    if (fault.isPresent()) {
      return isAboutPermission(fault.get().words())
          ? new ActOutcome.NotPermitted(
              fault.get().words(), GitLabRefusal.permissions(fault.get().words()))
          : new ActOutcome.Refused(fault.get().words());
    }
    var done = answer.data() == null ? null : answer.data().done();
    if (done == null) {
      return new ActOutcome.Unknown("GitLab answered without saying what it did");
    }
    var errors = done.errors() == null ? List.<String>of() : done.errors();
    return errors.isEmpty()
        ? new ActOutcome.Done(null)
        : new ActOutcome.Refused(String.join(", ", errors));
  }

  private org.springframework.http.ResponseEntity<Answer<Deed>> ask(
      Access access, Question question) {
    var graphql = GitLabAddresses.of(access.instance().baseUrl()).graphql();
    return line.to(access).act(graphql, question);
  }

  private static boolean isAboutPermission(String words) {
    return words.startsWith("Access denied") || words.contains("don't have permission");
  }
}
