package io.ampel.act;

import io.ampel.identity.Person;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.Act;
import io.ampel.provider.ProviderAccounts;
import io.ampel.pullrequest.PullRequests;
import io.ampel.pullrequest.PullRequests.Stored;
import io.ampel.watchlist.Sight;
import io.ampel.web.Problem;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What a person sees, and with which of their accounts they may act on it. Public because merging
 * asks the same.
 */
@Component
public class Reach {
  private final PullRequests pullRequests;
  private final Sight sight;
  private final ProviderAccounts accounts;

  Reach(PullRequests pullRequests, Sight sight, ProviderAccounts accounts) {
    this.pullRequests = pullRequests;
    this.sight = sight;
    this.accounts = accounts;
  }

  /** The pull request, or 404 for one that does not exist or that the person cannot see. */
  public Stored seen(Person person, String id) {
    return uuid(id)
        .flatMap(pullRequests::find)
        .filter(found -> sight.whoSeesPullRequest(found.id()).contains(person.id()))
        .orElseThrow(Problem::notFound);
  }

  /** The account that acts for the person, empty when none of theirs may. */
  public Optional<Access> account(Person person, Stored seen, Act act) {
    return accounts.acting(person.id(), seen.repository(), act);
  }

  /** The account that judges it for the person, who is not its author there. */
  Optional<Access> judge(Person person, Stored seen) {
    return accounts.judging(person.id(), seen.repository(), seen.facts().author().login());
  }

  /** A token that turned out dead while somebody acted is used no more. */
  public void failed(Access access, AccountProblem problem) {
    if (problem.code().tokenIsDead()) {
      accounts.died(access.account(), problem);
    }
  }

  private static Optional<UUID> uuid(String id) {
    try {
      return Optional.of(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
