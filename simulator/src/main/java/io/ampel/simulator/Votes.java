package io.ampel.simulator;

import java.util.List;
import java.util.Map;

/**
 * What people say of a pull request where it does not matter what they may do: the author and bots
 * cannot approve for others, everybody can object.
 */
public record Votes(
    Map<Person, Review> opinions,
    List<Person> approvals,
    List<Person> objections,
    boolean unresolved) {

  public static Votes of(PullRequest pr) {
    var opinions = Standing.opinions(pr);
    return new Votes(
        opinions,
        saying(opinions, Verdict.APPROVED).stream()
            .filter(each -> !each.bot() && !each.equals(pr.author()))
            .toList(),
        saying(opinions, Verdict.CHANGES_REQUESTED),
        pr.threads().stream().anyMatch(each -> !each.resolved() && !gone(pr, each)));
  }

  private static List<Person> saying(Map<Person, Review> opinions, Verdict verdict) {
    return opinions.entrySet().stream()
        .filter(each -> each.getValue().verdict() == verdict)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean gone(PullRequest pr, ReviewThread thread) {
    return pr.deleted(thread.comments().getFirst());
  }
}
