package io.ampel.provider;

import io.ampel.identity.Person;
import java.sql.Types;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Who may keep the webhooks of what, and with which account. */
@Repository
class WebhookReach {
  private final JdbcClient jdbc;
  private final AccountRows rows;

  WebhookReach(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.rows = new AccountRows(json);
  }

  /**
   * @param mayKeep administrators may, and people whose account maintains a repository of it
   * @param account the one with which a provider is asked, best first
   */
  record Reach(boolean mayKeep, @Nullable ProviderAccount account) {}

  /** Empty where the person sees nothing of it. */
  Optional<Reach> of(Person person, UUID repository) {
    return of(person, repository, null, null);
  }

  Optional<Reach> of(Person person, Hook hook) {
    return of(person, hook.repository(), hook.instance(), hook.owner());
  }

  private Optional<Reach> of(
      Person person, @Nullable UUID repository, @Nullable UUID instance, @Nullable String owner) {
    return jdbc.sql(
            """
            select %s, coalesce(c.may_maintain, false) as maintains
            from   sight              s
            join   repository         r on r.id = s.repository_id
            join   provider_account   a on a.id = s.account_id
            join   instance           i on i.id = a.instance_id
            left   join account_capability c on c.account_id    = a.id
                                            and c.repository_id = s.repository_id
            where  s.person_id = :person
            and    (   s.repository_id = cast(:repository as uuid)
                    or (    r.instance_id = cast(:instance as uuid)
                        and starts_with(lower(r.full_name), cast(:owner as text) || '/')))
            and    s.proved_at is not null
            and    s.lost_at   is null
            and    a.enabled
            and    a.died_at   is null
            order  by maintains desc,
                      coalesce(a.capabilities -> 'webhooks' ->> 'state', 'UNKNOWN') = 'YES' desc,
                      a.is_default desc, a.created_at, a.id
            limit  1
            """
                .formatted(AccountRows.COLUMNS))
        .param("person", person.id())
        .param("repository", repository, Types.OTHER)
        .param("instance", instance, Types.OTHER)
        .param("owner", owner, Types.VARCHAR)
        .query((row, number) ->
            new Reach(
                person.administrator() || row.getBoolean("maintains"), rows.mapRow(row, number)))
        .optional();
  }
}
