package io.ampel.provider.gitlab;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Capabilities;
import io.ampel.provider.Capabilities.Capability;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.gitlab.GitLabRecords.Project;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a token may do. Scopes say it, and the role of whoever it acts for; a fine-grained token
 * says nothing, so a project it sees is read in every way that Ampel needs. Writing is never tried.
 */
final class GitLabCapabilities {
  private static final int DEVELOPER = 30;
  private static final String DEVELOPER_ROLE = "Developer role";
  private static final String MAINTAINER_ROLE = "Maintainer role";
  private static final String MERGE_REQUEST_READ = "Merge Request: read";
  private static final String[] COMMENT = {"Work Item: create", "Merge Request: create"};
  private static final String APPROVE = "Merge Request: approve";
  private static final String MERGE = "Merge Request: merge";
  private static final String PIPELINE_READ = "Pipeline: read";
  private static final String PIPELINE_WRITE = "Pipeline: update";
  private static final String HOOK_WRITE = "Webhook: create";

  private final GitLabLine line;

  GitLabCapabilities(GitLabLine line) {
    this.line = line;
  }

  /**
   * @param role the highest that it has anywhere, null when not known
   */
  static Capabilities ofScopes(List<String> scopes, @Nullable Integer role) {
    var writes = scopes.contains(GitLabErrors.WRITE);
    var reading =
        writes || scopes.contains(GitLabErrors.READ)
            ? Capability.yes()
            : Capability.no(GitLabErrors.READ);
    var writing = writes ? Capability.yes() : Capability.no(GitLabErrors.WRITE);
    var developing = atLeast(writing, role, DEVELOPER, DEVELOPER_ROLE);
    return new Capabilities(
        reading,
        reading,
        writing,
        developing,
        developing,
        developing,
        atLeast(writing, role, GitLabProjects.MAINTAINER, MAINTAINER_ROLE));
  }

  private static Capability atLeast(
      Capability byScope, @Nullable Integer role, int needed, String name) {
    return byScope.state() == Capabilities.State.YES && role != null && role < needed
        ? Capability.no(name)
        : byScope;
  }

  Capabilities probed(Access access, List<Project> projects) {
    var id = example(projects);
    var api = line.to(access);
    return new Capabilities(
        id.map(one -> probe(MERGE_REQUEST_READ, () -> api.anyMergeRequest(one)))
            .orElseGet(() -> Capability.unknown(MERGE_REQUEST_READ)),
        id.map(one -> probe(PIPELINE_READ, () -> api.anyPipeline(one)))
            .orElseGet(() -> Capability.unknown(PIPELINE_READ)),
        Capability.unknown(COMMENT),
        Capability.unknown(APPROVE),
        Capability.unknown(MERGE),
        Capability.unknown(PIPELINE_WRITE),
        Capability.unknown(HOOK_WRITE));
  }

  /** A private project tells; of a public one everybody may read everything. */
  private static Optional<String> example(List<Project> projects) {
    return projects.stream()
        .filter(project -> project.id() != null)
        .min(Comparator.comparing(project -> !"private".equals(project.visibility())))
        .map(project -> String.valueOf(project.id()));
  }

  private Capability probe(String permission, Supplier<?> question) {
    try {
      line.ask(question);
      return Capability.yes();
    } catch (ProviderFailure failure) {
      return failure.problem().code() == Code.INSUFFICIENT_PERMISSIONS
              || failure.problem().code() == Code.NOT_FOUND
          ? Capability.no(permission)
          : Capability.unknown(permission);
    }
  }
}
