package io.ampel.provider.gitlab;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.GraphQlReplies.Answer;
import io.ampel.provider.GraphQlReplies.Fault;
import io.ampel.provider.PullRequestAnswer;
import io.ampel.provider.PullRequestAnswer.Failed;
import io.ampel.provider.PullRequestAnswer.Gone;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.provider.gitlab.GitLabNodes.Projects;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where one merge request stands in an answer about several, and what was refused of it. */
final class GitLabSeen {
  /** Without these a light would be a guess: refused, they are not the same as nothing. */
  private static final Set<String> NEEDED =
      Set.of(
          "approvedBy",
          "reviewers",
          "detailedMergeStatus",
          "mergeabilityChecks",
          "resolvableDiscussionsCount");

  private static final Set<String> PIPELINES = Set.of("headPipeline", "pipelines");

  private final Answer<Projects> answer;
  private final int place;

  GitLabSeen(Answer<Projects> answer, int number) {
    this.answer = answer;
    this.place = place(number);
  }

  private int place(int number) {
    var nodes = nodes();
    for (var i = 0; i < nodes.size(); i++) {
      var node = nodes.get(i);
      if (node != null && String.valueOf(number).equals(node.iid())) {
        return i;
      }
    }
    return -1;
  }

  private List<@Nullable MergeRequestNode> nodes() {
    var data = answer.data();
    var projects = data == null ? null : data.projects();
    var project =
        projects == null || projects.nodes() == null || projects.nodes().isEmpty()
            ? null
            : projects.nodes().getFirst();
    var page = project == null ? null : project.mergeRequests();
    return page == null || page.nodes() == null ? List.of() : page.nodes();
  }

  MergeRequestNode node() {
    return Objects.requireNonNull(nodes().get(place));
  }

  /** The answer where there is nothing to map. */
  Optional<PullRequestAnswer> without(Wanted wanted) {
    var refused = faults("projects", "nodes", 0, "mergeRequests").filter(this::isAboutTheList);
    var problem =
        place < 0
            ? refused.map(GitLabErrors::problem).findFirst()
            : needed().map(GitLabErrors::problem).findFirst();
    if (problem.isPresent()) {
      return Optional.of(new Failed(wanted, problem.get()));
    }
    return place < 0 ? Optional.of(new Gone(wanted)) : Optional.empty();
  }

  private boolean isAboutTheList(Fault fault) {
    return fault.path() != null && fault.path().size() <= 4;
  }

  private Stream<Fault> needed() {
    return NEEDED.stream().flatMap(this::faults);
  }

  /** Why pipelines are not shown to this token; null when nothing was refused. */
  @Nullable String hidden() {
    return PIPELINES.stream()
        .flatMap(this::faults)
        .map(GitLabErrors::problem)
        .map(AccountProblem::missing)
        .map(missing -> missing.isEmpty() ? GitLabChecks.PIPELINES : String.join(", ", missing))
        .findFirst()
        .orElse(null);
  }

  private Stream<Fault> faults(String field) {
    return faults("projects", "nodes", 0, "mergeRequests", "nodes", place, field);
  }

  private Stream<Fault> faults(Object... path) {
    return answer.faults().stream().filter(fault -> fault.isAt(path));
  }
}
