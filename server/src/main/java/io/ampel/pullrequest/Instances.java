package io.ampel.pullrequest;

import java.net.URI;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The approved installations of providers. A token goes to none but these. */
@Repository
public class Instances {
  private final JdbcClient jdbc;

  Instances(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public List<Instance> all() {
    return jdbc.sql(
            """
            select id, provider, base_url, name, plain_http, missing_fields
            from   instance
            order  by created_at, name
            """)
        .query(Instances::row)
        .list();
  }

  public Optional<Instance> find(UUID id) {
    return all().stream().filter(instance -> instance.id().equals(id)).findFirst();
  }

  public Optional<Instance> at(URI baseUrl) {
    return all().stream().filter(instance -> instance.baseUrl().equals(baseUrl)).findFirst();
  }

  /** Approves an installation; the same address again only renews its name and its yes to http. */
  @Transactional
  public Instance approve(
      Provider provider, URI baseUrl, String name, boolean plainHttp, @Nullable String approvedBy) {
    return jdbc.sql(
            """
            insert into instance (provider, base_url, name, plain_http, approved_by)
            values (:provider, :baseUrl, :name, :plainHttp, :approvedBy)
            on conflict (base_url) do update
              set name = excluded.name, plain_http = excluded.plain_http
            returning id, provider, base_url, name, plain_http, missing_fields
            """)
        .param("provider", provider.name())
        .param("baseUrl", baseUrl.toString())
        .param("name", name)
        .param("plainHttp", plainHttp)
        .param("approvedBy", approvedBy)
        .query(Instances::row)
        .single();
  }

  /** Removes an installation that no account and no repository uses; false when one does. */
  @Transactional
  public boolean remove(UUID id) {
    return jdbc.sql(
                """
                delete from instance
                where  id = :id
                and    not exists (select 1 from repository       where instance_id = :id)
                and    not exists (select 1 from provider_account where instance_id = :id)
                """)
            .param("id", id)
            .update()
        > 0;
  }

  /** Remembers which fields of the provider's schema this installation does not know. */
  @Transactional
  public void lacks(UUID id, Set<String> fields) {
    jdbc.sql("update instance set missing_fields = :fields where id = :id")
        .param("id", id)
        .param("fields", fields.toArray(String[]::new))
        .update();
  }

  static Instance row(ResultSet row, int number) throws SQLException {
    return row(row, "id", "name");
  }

  static Instance row(ResultSet row, String id, String name) throws SQLException {
    Array missing = row.getArray("missing_fields");
    return new Instance(
        row.getObject(id, UUID.class),
        Provider.valueOf(row.getString("provider")),
        URI.create(row.getString("base_url")),
        row.getString(name),
        row.getBoolean("plain_http"),
        Set.of((String[]) missing.getArray()));
  }
}
