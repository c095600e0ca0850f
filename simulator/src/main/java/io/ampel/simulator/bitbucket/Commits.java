package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Branch;
import io.ampel.simulator.Build;
import io.ampel.simulator.Commit;
import io.ampel.simulator.Json;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Commits with all their forty digits, and what was built of them. */
final class Commits {
  private static final String REPOSITORY = "/repositories/{workspace}/{repo_slug}";

  private Commits() {}

  static List<Route> routes() {
    return List.of(
        Route.of(
            "GET", REPOSITORY + "/commit/{commit}/statuses", Scope.REPOSITORY, Commits::statuses),
        Route.of("GET", REPOSITORY + "/commit/{commit}", Scope.REPOSITORY, Commits::one),
        Route.of("GET", REPOSITORY + "/commits/{revision…}", Scope.REPOSITORY, Commits::list),
        Route.of(
            "GET",
            PullRequests.ONE + "/statuses",
            Scope.PULL_REQUEST,
            Commits::statusesOfPullRequest),
        Route.of("GET", PullRequests.ONE + "/commits", Scope.PULL_REQUEST, Commits::carried));
  }

  private static Commit named(Repository repository, String revision) {
    return repository
        .findCommitByStart(revision)
        .orElseThrow(() -> Refusal.notFound("Commit " + revision));
  }

  private static Answer one(Call call) {
    return call.tree(new Shapes(call).commit(named(call.repository(), call.name("commit"))));
  }

  // --- what a branch has ------------------------------------------------------------------------

  /** The commits of a revision that the excluded one does not have, newest first. */
  private static Answer list(Call call) {
    var repository = call.repository();
    var revision = call.name("revision");
    var branch = branch(repository, revision);
    var count =
        call.request()
            .query("exclude")
            .map(each -> missing(repository, branch, each))
            .orElse(branch.height() + 1);
    var shapes = new Shapes(call);
    return Listing.of(call)
        .pagelen(30, 100)
        .uncounted()
        .page(hashes(branch, count), each -> shape(shapes, repository, branch, each));
  }

  private static Branch branch(Repository repository, String revision) {
    return repository
        .findBranch(revision)
        .or(() ->
            repository.branches().stream()
                .filter(each -> revision.length() >= 7 && each.tip().startsWith(revision))
                .findFirst())
        .orElseThrow(() -> Refusal.notFound("Commit " + revision));
  }

  private static int missing(Repository repository, Branch branch, String excluded) {
    named(repository, excluded);
    return repository.pullRequests().stream()
        .filter(each -> each.base().equals(branch.name()))
        .filter(each -> each.headRef().equals(excluded) || each.headSha().startsWith(excluded))
        .mapToInt(PullRequest::behindBy)
        .findFirst()
        .orElse(0);
  }

  /** The model remembers only tips; older commits get hashes that stay the same. */
  private static List<String> hashes(Branch branch, int count) {
    var hashes = new ArrayList<String>();
    for (var i = 0; i < count; i++) {
      var height = branch.height() - i;
      hashes.add(i == 0 ? branch.tip() : older(branch.repository(), branch.name(), height));
    }
    return hashes;
  }

  private static String older(Repository repository, String branch, int height) {
    return World.sha(repository.id() + " " + branch + " " + height);
  }

  private static Map<String, @Nullable Object> shape(
      Shapes shapes, Repository repository, Branch branch, String hash) {
    return hash.equals(branch.tip())
        ? shapes.commit(named(repository, hash))
        : shapes.commit(repository, hash, "An earlier change", repository.createdAt(), null);
  }

  /** What a pull request brings; nothing once its fork is gone. */
  private static Answer carried(Call call) {
    var pr = call.pullRequest();
    if (pr.headRepository() == null) {
      throw Refusal.of(404, "The source repository no longer exists.");
    }
    var hashes = new ArrayList<>(List.of(pr.headSha()));
    for (var i = 1; i < pr.commits(); i++) {
      hashes.add(older(pr.repository(), "pull request " + pr.number(), i));
    }
    var shapes = new Shapes(call);
    var from = Objects.requireNonNull(pr.headRepository());
    return Listing.of(call)
        .uncounted()
        .page(
            hashes,
            each ->
                each.equals(pr.headSha())
                    ? shapes.commit(pr.head())
                    : shapes.commit(from, each, pr.title(), pr.createdAt(), null));
  }

  // --- builds -----------------------------------------------------------------------------------

  private static Answer statusesOfPullRequest(Call call) {
    return builds(call, call.pullRequest().head(), call.pullRequest().headRef());
  }

  private static Answer statuses(Call call) {
    return builds(call, named(call.repository(), call.name("commit")), null);
  }

  private static Answer builds(Call call, Commit commit, @Nullable String refname) {
    var repository = call.repository();
    return Listing.of(call)
        .pagelen(30, 100)
        .page(Build.of(commit), each -> build(call, repository, commit, each, refname));
  }

  private static Map<String, @Nullable Object> build(
      Call call, Repository repository, Commit commit, Build build, @Nullable String refname) {
    var shapes = new Shapes(call);
    var url = shapes.url(repository) + "/commit/" + commit.sha();
    return Json.object(
        "key",
        build.key(),
        "type",
        "build",
        "state",
        Words.state(build.state()),
        "name",
        build.name(),
        "refname",
        refname,
        "commit",
        Json.object(
            "type",
            "commit",
            "hash",
            commit.sha(),
            "links",
            Json.object(
                "self",
                Shapes.link(url),
                "html",
                Shapes.link(shapes.web(repository) + "/commits/" + commit.sha()))),
        "url",
        build.url(),
        "repository",
        shapes.reference(repository),
        "description",
        Words.description(build),
        "created_on",
        Words.time(build.createdAt()),
        "updated_on",
        Words.time(build.updatedAt()),
        "links",
        Json.object(
            "self",
            Shapes.link(url + "/statuses/build/" + build.key()),
            "commit",
            Shapes.link(url)));
  }
}
