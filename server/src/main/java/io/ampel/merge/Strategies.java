package io.ampel.merge;

import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.PullRequests;
import io.ampel.pullrequest.PullRequests.Branch;
import io.ampel.pullrequest.PullRequests.Stored;
import java.util.List;
import org.springframework.stereotype.Component;

/** How a pull request may be merged: what the repository allows and the branch leaves of it. */
@Component
class Strategies {
  private final PullRequests pullRequests;

  Strategies(PullRequests pullRequests) {
    this.pullRequests = pullRequests;
  }

  /** Empty when nothing is told, in the order of preference otherwise. */
  List<MergeStrategy> of(Stored pullRequest) {
    var repository = pullRequest.repository();
    var branch = new Branch(repository.id(), pullRequest.facts().targetBranch());
    var left =
        pullRequests
            .requirements(List.of(repository.id()))
            .getOrDefault(branch, MergeRequirements.UNREADABLE)
            .strategies();
    var allowed = repository.strategies().isEmpty() ? left : repository.strategies();
    return allowed.stream().filter(one -> left.isEmpty() || left.contains(one)).sorted().toList();
  }

  /** What was asked for, otherwise the first that is allowed. */
  static MergeStrategy chosen(MergeRequest request, List<MergeStrategy> allowed) {
    if (request.strategy() != null) {
      return request.strategy();
    }
    return allowed.isEmpty() ? MergeStrategy.MERGE : allowed.getFirst();
  }
}
