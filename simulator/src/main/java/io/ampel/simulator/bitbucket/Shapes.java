package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Branch;
import io.ampel.simulator.Commit;
import io.ampel.simulator.Json;
import io.ampel.simulator.MergeStrategy;
import io.ampel.simulator.Owner;
import io.ampel.simulator.Person;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** People, workspaces, repositories, branches and commits as Bitbucket shows them. */
final class Shapes {
  private final Caller caller;

  Shapes(Call call) {
    this.caller = call.caller();
  }

  static Map<String, @Nullable Object> link(String href) {
    return Json.object("href", href);
  }

  String url(Repository repository) {
    return caller.api() + "/repositories/" + repository.fullName();
  }

  String web(Repository repository) {
    return caller.web() + "/" + repository.fullName();
  }

  // --- people and workspaces --------------------------------------------------------------------

  /** Null for somebody whose account is gone. */
  @Nullable Map<String, @Nullable Object> user(@Nullable Person person) {
    if (person == null) {
      return null;
    }
    var uuid = Uuid.of(person.id());
    return Json.object(
        "display_name",
        person.name(),
        "links",
        Json.object(
            "self",
            link(caller.api() + "/users/" + Uuid.encoded(uuid)),
            "avatar",
            link(avatar(person)),
            "html",
            link(caller.web() + "/" + Uuid.encoded(uuid) + "/")),
        "type",
        person.bot() ? "app_user" : "user",
        "uuid",
        uuid,
        "account_id",
        "712020:" + Uuid.bare(person.id()),
        "nickname",
        person.login());
  }

  private String avatar(Owner owner) {
    return caller.base() + "/avatars/" + owner.login() + ".svg";
  }

  /** What people are told about themselves. */
  Map<String, @Nullable Object> self(Person person) {
    var self = Objects.requireNonNull(user(person));
    self.put("username", person.login());
    self.put("created_on", "2019-03-14T09:26:53.589793+00:00");
    self.put("account_status", "active");
    self.put("is_staff", false);
    self.put("has_2fa_enabled", null);
    self.put("location", null);
    return self;
  }

  Map<String, @Nullable Object> workspace(Owner owner) {
    return Json.object(
        "type",
        "workspace",
        "uuid",
        Uuid.of(owner.id()),
        "name",
        owner.name(),
        "slug",
        owner.login(),
        "links",
        Json.object(
            "avatar",
            link(avatar(owner)),
            "html",
            link(caller.web() + "/" + owner.login() + "/"),
            "self",
            link(caller.api() + "/workspaces/" + owner.login())));
  }

  /** The little that a list of one's own workspaces tells; the name is not in it. */
  Map<String, @Nullable Object> access(Owner owner, boolean administrator) {
    return Json.object(
        "type",
        "workspace_access",
        "administrator",
        administrator,
        "workspace",
        Json.object(
            "type",
            "workspace_base",
            "uuid",
            Uuid.of(owner.id()),
            "slug",
            owner.login(),
            "links",
            Json.object(
                "avatar",
                link(avatar(owner)),
                "self",
                link(caller.api() + "/workspaces/" + owner.login()))));
  }

  // --- repositories -----------------------------------------------------------------------------

  /** As others refer to it. */
  Map<String, @Nullable Object> reference(Repository repository) {
    return Json.object(
        "type",
        "repository",
        "full_name",
        repository.fullName(),
        "links",
        Json.object(
            "self",
            link(url(repository)),
            "html",
            link(web(repository)),
            "avatar",
            link(avatar(repository.owner()))),
        "name",
        repository.name(),
        "uuid",
        Uuid.of(repository.id()));
  }

  Map<String, @Nullable Object> repository(Repository repository) {
    var parent = repository.parent();
    var shape = reference(repository);
    shape.put("slug", repository.name());
    shape.put("is_private", repository.visibility() != Visibility.PUBLIC);
    shape.put("description", repository.description());
    shape.put("scm", "git");
    shape.put("website", "");
    shape.put("owner", owner(repository.owner()));
    shape.put("workspace", workspace(repository.owner()));
    shape.put("project", project(repository));
    shape.put("fork_policy", "allow_forks");
    shape.put("language", "");
    shape.put("size", 84_351);
    shape.put("created_on", Words.time(repository.createdAt()));
    shape.put("updated_on", Words.time(repository.updatedAt()));
    shape.put("mainbranch", Json.object("type", "branch", "name", repository.defaultBranch()));
    shape.put("parent", parent == null ? null : reference(parent));
    shape.put(
        "override_settings",
        Json.object("default_merge_strategy", false, "branching_model", false));
    shape.put("enforced_signed_commits", null);
    moreLinks(repository, shape);
    return shape;
  }

  private void moreLinks(Repository repository, Map<String, @Nullable Object> shape) {
    @SuppressWarnings("unchecked")
    var links = (Map<String, Object>) Objects.requireNonNull(shape.get("links"));
    for (var each : List.of("pullrequests", "commits", "forks", "watchers", "downloads", "hooks")) {
      links.put(each, link(url(repository) + "/" + each));
    }
    links.put("branches", link(url(repository) + "/refs/branches"));
    links.put("tags", link(url(repository) + "/refs/tags"));
    links.put("source", link(url(repository) + "/src"));
    links.put(
        "clone",
        List.of(
            Json.object("name", "https", "href", web(repository) + ".git"),
            Json.object("name", "ssh", "href", "git@127.0.0.1:" + repository.fullName() + ".git")));
  }

  private @Nullable Map<String, @Nullable Object> owner(Owner owner) {
    return switch (owner) {
      case Person person -> user(person);
      default ->
          Json.object(
              "display_name",
              owner.name(),
              "links",
              Json.object(
                  "self",
                  link(caller.api() + "/workspaces/" + Uuid.encoded(Uuid.of(owner.id()))),
                  "avatar",
                  link(avatar(owner)),
                  "html",
                  link(caller.web() + "/" + owner.login() + "/")),
              "type",
              "team",
              "uuid",
              Uuid.of(owner.id()),
              "username",
              owner.login());
    };
  }

  private Map<String, @Nullable Object> project(Repository repository) {
    var key = repository.project();
    var workspace = repository.owner().login();
    return Json.object(
        "type",
        "project",
        "key",
        key,
        "uuid",
        Uuid.of(1_000_000_000L + Math.floorMod((workspace + key).hashCode(), 1_000_000_000)),
        "name",
        key,
        "links",
        Json.object(
            "self",
            link(caller.api() + "/workspaces/" + workspace + "/projects/" + key),
            "html",
            link(caller.web() + "/" + workspace + "/workspace/projects/" + key)));
  }

  // --- branches and commits ---------------------------------------------------------------------

  Map<String, @Nullable Object> branch(Branch branch) {
    var repository = branch.repository();
    var target = repository.findCommit(branch.tip()).orElse(null);
    return Json.object(
        "name",
        branch.name(),
        "target",
        target == null
            ? commit(repository, branch.tip(), "", repository.updatedAt(), null)
            : commit(target),
        "links",
        Json.object(
            "self",
            link(url(repository) + "/refs/branches/" + branch.name()),
            "commits",
            link(url(repository) + "/commits/" + branch.name()),
            "html",
            link(web(repository) + "/branch/" + branch.name())),
        "type",
        "branch",
        "merge_strategies",
        words(repository),
        "sync_strategies",
        List.of("merge_commit", "rebase"),
        "default_merge_strategy",
        words(repository).getFirst());
  }

  static List<String> words(Repository repository) {
    return repository.mergeStrategies().stream().map(MergeStrategy::word).toList();
  }

  Map<String, @Nullable Object> commit(Commit commit) {
    return commit(commit.repository(), commit.sha(), commit.message(), commit.date(), null);
  }

  /** A commit by itself goes by all its forty digits. */
  Map<String, @Nullable Object> commit(
      Repository repository, String sha, String message, Instant date, @Nullable String parent) {
    var url = url(repository) + "/commit/" + sha;
    return Json.object(
        "type",
        "commit",
        "hash",
        sha,
        "date",
        date.toString().replace("Z", "+00:00"),
        "author",
        Json.object("type", "author", "raw", "Somebody <somebody@people.example>"),
        "committer",
        Json.object(),
        "message",
        message + "\n",
        "summary",
        rendered(message),
        "links",
        Json.object(
            "self",
            link(url),
            "html",
            link(web(repository) + "/commits/" + sha),
            "statuses",
            link(url + "/statuses")),
        "parents",
        parent == null ? List.of() : List.of(Json.object("type", "commit", "hash", parent)),
        "repository",
        reference(repository));
  }

  static Map<String, @Nullable Object> rendered(String text) {
    return Json.object(
        "type", "rendered", "raw", text, "markup", "markdown", "html", Words.html(text));
  }
}
