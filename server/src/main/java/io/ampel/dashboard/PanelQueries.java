package io.ampel.dashboard;

import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Json;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.Policy;
import io.ampel.pullrequest.PullRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads one pull request with everything the panel shows, in one statement, joined with sight. */
@Repository
class PanelQueries {
  private final JdbcClient jdbc;

  PanelQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param seen full names, in lower case, of the other repositories it speaks of and the viewer
   *     sees
   * @param me the viewer's logins where it lives
   */
  record Found(
      PullRequestRow row,
      PullRequest facts,
      MergeRequirements requirements,
      UUID instance,
      List<MergeStrategy> strategies,
      boolean deletesBranch,
      Set<String> seen,
      Set<String> me) {

    boolean isRequired(Check check) {
      return !check.mayFail()
          && (Boolean.TRUE.equals(check.required())
              || requirements.checks().stream().anyMatch(one -> one.isFor(check)));
    }

    boolean sees(String repository) {
      return repository.equalsIgnoreCase(row.repository())
          || seen.contains(repository.toLowerCase(Locale.ROOT));
    }
  }

  Optional<Found> find(UUID id, UUID viewer, RowReader reader) {
    return jdbc.sql(
            """
            select %s,
                   r.instance_id, d.facts, b.requirements, r.policy, r.strategies, r.deletes_branch_on_merge,
                   array(select lower(x.full_name)
                         from   sight_now  y
                         join   repository x on x.id = y.repository_id
                         where  y.person_id = :viewer
                         and    x.instance_id = r.instance_id
                         and    lower(x.full_name) in
                                (select lower(issue ->> 'repository')
                                 from   jsonb_array_elements(nullif(d.facts -> 'issues', 'null')) issue
                                 union  all
                                 select lower(d.facts ->> 'sourceRepository'))) as seen
            from   pull_request        p
            join   pull_request_detail d on d.pull_request_id = p.id
            join   repository          r on r.id = p.repository_id
            left   join branch_requirements b on b.repository_id = r.id
                                             and b.branch = p.target_branch
            join   lateral (
                     select s.up_to, r.full_name, r.instance_id, i.provider, i.name as instance,
                            case when coalesce(f.stale, true) then f.synced_at
                                 else greatest(f.synced_at, g.begun_at) end as synced_at,
                            coalesce(f.stale, true) as stale
                     from   sight_now  s
                     join   instance   i on i.id = r.instance_id
                     left   join freshness f on f.repository_id = s.repository_id
                     left   join pull_request_reading g on g.repository_id = p.repository_id
                                                       and g.external_id   = p.external_id
                     where  s.person_id = :viewer
                     and    s.repository_id = p.repository_id) v on p.saved_at <= v.up_to
            %s
            where  p.id = :id
            """
                .formatted(DashboardQueries.COLUMNS, DashboardQueries.VIEWER))
        .param("viewer", viewer)
        .param("id", id)
        .query((row, number) -> found(row, reader))
        .optional();
  }

  private static Found found(ResultSet row, RowReader reader) throws SQLException {
    var policy = row.getString("policy");
    var requirements = row.getString("requirements");
    var known =
        requirements == null
            ? MergeRequirements.UNREADABLE
            : Json.read(requirements, MergeRequirements.class);
    return new Found(
        reader.row(row),
        Json.read(row.getString("facts"), PullRequest.class),
        known.with(policy == null ? Policy.DEFAULT : Json.read(policy, Policy.class)),
        row.getObject("instance_id", UUID.class),
        strategies((String[]) row.getArray("strategies").getArray(), known),
        row.getBoolean("deletes_branch_on_merge"),
        RowReader.names(row.getArray("seen")),
        RowReader.names(row.getArray("me")));
  }

  /** What the repository allows and the rules of the branch leave of it. */
  private static List<MergeStrategy> strategies(String[] names, MergeRequirements requirements) {
    return Arrays.stream(names)
        .map(MergeStrategy::valueOf)
        .filter(
            one -> requirements.strategies().isEmpty() || requirements.strategies().contains(one))
        .sorted()
        .toList();
  }
}
