package io.ampel.pullrequest;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** The shared rows of repositories, one each however many people watch it. */
@org.springframework.stereotype.Repository
public class Repositories {
  private static final String COLUMNS =
      """
      r.id as repository_id, r.external_id, r.full_name, r.url, r.visibility, r.archived, r.fork,
      r.default_branch, r.strategies, r.deletes_branch_on_merge, r.policy,
      i.id as instance_id, i.provider, i.base_url, i.name as instance_name, i.plain_http,
      i.missing_fields
      """;
  private final JdbcClient jdbc;

  Repositories(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What a provider tells about a repository, before it has a row. */
  public record Found(
      String externalId,
      String fullName,
      URI url,
      Repository.Visibility visibility,
      boolean archived,
      boolean fork,
      @Nullable String defaultBranch,
      Set<MergeStrategy> strategies,
      boolean deletesBranchOnMerge) {
    public Found {
      strategies = Set.copyOf(strategies);
    }
  }

  public Optional<Repository> find(UUID id) {
    return byIds(List.of(id)).stream().findFirst();
  }

  public List<Repository> byIds(Collection<UUID> ids) {
    return jdbc.sql(
            """
            select %s
            from   repository r
            join   instance   i on i.id = r.instance_id
            where  r.id = any (:ids)
            order  by r.full_name
            """
                .formatted(COLUMNS))
        .param("ids", ids.toArray(UUID[]::new))
        .query(Repositories::row)
        .list();
  }

  /**
   * Gives a repository its row, or renews it: a rename or a move keeps the row, because the
   * provider's key stays. Strategies that a token cannot see do not erase known ones.
   */
  @Transactional
  public Repository save(Instance instance, Found found) {
    var id =
        jdbc.sql(
                """
                insert into repository as r
                  (instance_id, external_id, full_name, url, visibility, archived, fork,
                   default_branch, strategies, deletes_branch_on_merge)
                values
                  (:instance, :externalId, :fullName, :url, :visibility, :archived, :fork,
                   :defaultBranch, :strategies, :deletes)
                on conflict (instance_id, external_id) do update set
                  full_name      = excluded.full_name,
                  url            = excluded.url,
                  visibility     = excluded.visibility,
                  archived       = excluded.archived,
                  fork           = excluded.fork,
                  default_branch = coalesce(excluded.default_branch, r.default_branch),
                  strategies     = case when excluded.strategies = '{}' then r.strategies
                                        else excluded.strategies end,
                  deletes_branch_on_merge = excluded.deletes_branch_on_merge
                returning r.id
                """)
            .param("instance", instance.id())
            .param("externalId", found.externalId())
            .param("fullName", found.fullName())
            .param("url", found.url().toString())
            .param("visibility", found.visibility().name())
            .param("archived", found.archived())
            .param("fork", found.fork())
            .param("defaultBranch", found.defaultBranch())
            .param("strategies", names(found.strategies()))
            .param("deletes", found.deletesBranchOnMerge())
            .query(UUID.class)
            .single();
    return find(id).orElseThrow();
  }

  /** Sets what people decided in Ampel for a repository. */
  @Transactional
  public void decide(UUID id, Policy policy) {
    jdbc.sql("update repository set policy = cast(:policy as jsonb) where id = :id")
        .param("id", id)
        .param("policy", Json.write(policy))
        .update();
  }

  private static String[] names(Set<MergeStrategy> strategies) {
    return strategies.stream().map(Enum::name).sorted().toArray(String[]::new);
  }

  private static Repository row(ResultSet row, int number) throws SQLException {
    var policy = row.getString("policy");
    return new Repository(
        row.getObject("repository_id", UUID.class),
        Instances.row(row, "instance_id", "instance_name"),
        row.getString("external_id"),
        row.getString("full_name"),
        URI.create(row.getString("url")),
        Repository.Visibility.valueOf(row.getString("visibility")),
        row.getBoolean("archived"),
        row.getBoolean("fork"),
        row.getString("default_branch"),
        strategies((String[]) row.getArray("strategies").getArray()),
        row.getBoolean("deletes_branch_on_merge"),
        policy == null ? Policy.DEFAULT : Json.read(policy, Policy.class));
  }

  private static Set<MergeStrategy> strategies(String[] names) {
    return Arrays.stream(names).map(MergeStrategy::valueOf).collect(Collectors.toSet());
  }
}
