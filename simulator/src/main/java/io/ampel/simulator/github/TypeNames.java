package io.ampel.simulator.github;

import io.ampel.simulator.Branch;
import io.ampel.simulator.Comment;
import io.ampel.simulator.Commit;
import io.ampel.simulator.Issue;
import io.ampel.simulator.Organization;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Review;
import io.ampel.simulator.ReviewThread;
import io.ampel.simulator.Team;

/** GitHub's type name for a thing of the model. */
final class TypeNames {
  private TypeNames() {}

  static String of(Object thing) {
    return switch (thing) {
      case Person person -> person.bot() ? "Bot" : "User";
      case Organization _ -> "Organization";
      case Team _ -> "Team";
      case Repository _ -> "Repository";
      case PullRequest _ -> "PullRequest";
      case Issue _ -> "Issue";
      case Branch _ -> "Ref";
      case Commit _ -> "Commit";
      case PullRequest.ForcePush _ -> "HeadRefForcePushedEvent";
      case Review _ -> "PullRequestReview";
      case ReviewThread _ -> "PullRequestReviewThread";
      case Comment _ -> "IssueComment";
      case Rollup.Check _ -> "CheckRun";
      case Rollup.Status _ -> "StatusContext";
      default -> throw new IllegalArgumentException("no GraphQL type for " + thing.getClass());
    };
  }
}
