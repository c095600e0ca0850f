package io.ampel.provider.bitbucket;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Links;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.RepositoryPage;
import io.ampel.provider.bitbucket.BitbucketNodes.Page;
import io.ampel.provider.bitbucket.BitbucketNodes.Repo;
import io.ampel.provider.bitbucket.BitbucketNodes.Workspace;
import io.ampel.pullrequest.Repositories;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * The repositories a token sees. There is no list of all: each workspace has its own, and a token
 * that belongs to one place names it.
 */
final class BitbucketListing {
  private final BitbucketLine line;

  BitbucketListing(BitbucketLine line) {
    this.line = line;
  }

  /**
   * Where to go on: the next page of the list that is being read, then these workspaces.
   *
   * @param page null for the first page of the first workspace
   */
  private record Cursor(@Nullable String page, List<String> workspaces) {
    private static final String BETWEEN = " ";

    static Cursor read(String text) {
      var parts = List.of(text.split(BETWEEN, -1));
      var page = parts.getFirst();
      var workspaces = parts.subList(1, parts.size()).stream().filter(s -> !s.isEmpty()).toList();
      return new Cursor(page.isEmpty() ? null : page, workspaces);
    }

    @Nullable String text() {
      return page == null && workspaces.isEmpty()
          ? null
          : (page == null ? "" : page) + BETWEEN + String.join(BETWEEN, workspaces);
    }
  }

  /** What stands on one page, with what kept a workspace from showing its own. */
  private record Some(
      List<Repo> repositories, @Nullable String next, Optional<AccountProblem> cut) {}

  RepositoryPage page(Access access, @Nullable String text) {
    var cursor = text == null ? new Cursor(null, workspaces(access)) : Cursor.read(text);
    var some = some(access, cursor);
    var rest =
        cursor.page() == null && !cursor.workspaces().isEmpty()
            ? cursor.workspaces().subList(1, cursor.workspaces().size())
            : cursor.workspaces();
    var found = new ArrayList<Repositories.Found>();
    some.repositories().forEach(repo -> BitbucketRepositories.found(repo).ifPresent(found::add));
    if (text == null) {
      own(access, found).ifPresent(found::add);
    }
    return new RepositoryPage(
        found, new Cursor(some.next(), rest).text(), some.cut().stream().toList());
  }

  /** A workspace that refuses is left out and said so; the others are still read. */
  private Some some(Access access, Cursor cursor) {
    if (cursor.page() == null && cursor.workspaces().isEmpty()) {
      return new Some(List.of(), null, Optional.empty());
    }
    try {
      var page = BitbucketLine.body(line.ask(() -> ask(access, cursor)));
      var next = BitbucketLine.next(page, access);
      return new Some(page.all(), next == null ? null : next.toString(), Optional.empty());
    } catch (ProviderFailure failure) {
      if (cursor.page() != null || !isOneWorkspaces(failure.problem())) {
        throw failure;
      }
      return new Some(List.of(), null, Optional.of(failure.problem()));
    }
  }

  private static boolean isOneWorkspaces(AccountProblem problem) {
    return BitbucketErrors.isWall(problem.code())
        || problem.code() == Code.INSUFFICIENT_PERMISSIONS
        || problem.code() == Code.NOT_FOUND;
  }

  private ResponseEntity<Page<Repo>> ask(Access access, Cursor cursor) {
    var api = line.to(access);
    return cursor.page() == null
        ? api.repositories(cursor.workspaces().getFirst(), BitbucketFields.REPOSITORIES)
        : api.repositories(Links.page(cursor.page(), BitbucketLine.api(access)));
  }

  /** Where the token may look: the place it was given for, otherwise its person's workspaces. */
  List<String> workspaces(Access access) {
    var place = access.workspace();
    if (place != null) {
      return List.of(BitbucketPlace.workspace(place));
    }
    if (access.username() == null) {
      throw new ProviderFailure(
          new AccountProblem(
              Code.CANNOT_SEE_REPOSITORIES,
              "An access token has to be given with its workspace, or with workspace and repository",
              null,
              null,
              List.of()));
    }
    var api = line.to(access);
    return line.all(access, api::workspaces, api::workspaces).stream()
        .map(each -> each.workspace())
        .filter(Objects::nonNull)
        .map(Workspace::slug)
        .filter(Objects::nonNull)
        .toList();
  }

  /** The one repository a token was given for, where its workspace does not list it. */
  private Optional<Repositories.Found> own(Access access, List<Repositories.Found> listed) {
    var place = access.workspace();
    if (place == null
        || !place.contains("/")
        || listed.stream().anyMatch(found -> found.fullName().equalsIgnoreCase(place))) {
      return Optional.empty();
    }
    return one(access, place);
  }

  Optional<Repositories.Found> one(Access access, String fullName) {
    var place = BitbucketPlace.of(fullName);
    var api = line.to(access);
    try {
      var answer =
          line.ask(
              () -> api.repository(place.owner(), place.repository(), BitbucketFields.REPOSITORY));
      return BitbucketRepositories.found(BitbucketLine.body(answer));
    } catch (ProviderFailure failure) {
      if (failure.problem().code() == Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
