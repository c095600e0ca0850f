package io.ampel.provider;

import io.ampel.pullrequest.Repositories;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param next cursor of the next page, null on the last
 * @param cut why the list is not whole, for example organizations that demand single sign-on
 */
public record RepositoryPage(
    List<Repositories.Found> repositories, @Nullable String next, List<AccountProblem> cut) {
  public RepositoryPage {
    repositories = List.copyOf(repositories);
    cut = List.copyOf(cut);
  }
}
