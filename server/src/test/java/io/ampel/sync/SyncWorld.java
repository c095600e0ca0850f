package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.platform.Vault;
import io.ampel.pullrequest.Provider;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.World;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People with accounts at a simulated GitHub, and what Ampel knows of it. */
final class SyncWorld {
  private final JdbcClient jdbc;
  private final Vault vault;
  private final UUID instance;

  SyncWorld(JdbcClient jdbc, Vault vault, URI githubBase) {
    this(jdbc, vault, githubBase, Provider.GITHUB);
  }

  SyncWorld(JdbcClient jdbc, Vault vault, URI base, Provider provider) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.instance =
        jdbc.sql(
                """
                insert into instance (provider, base_url, name, plain_http)
                values (:provider, :url, 'simulated', true)
                on conflict (base_url) do update set plain_http = true
                returning id
                """)
            .param("provider", provider.name())
            .param("url", base.toString())
            .query(UUID.class)
            .single();
  }

  UUID person(String email) {
    return jdbc.sql("select id from person where email = :email")
        .param("email", email)
        .query(UUID.class)
        .single();
  }

  /** An account without the detour over its test. */
  UUID account(UUID person, String name, String token) {
    return account(person, name, null, token);
  }

  UUID account(UUID person, String name, @Nullable String username, String token) {
    var id =
        jdbc.sql(
                """
                insert into provider_account
                       (person_id, instance_id, name, username, last_verified_at)
                values (:person, :instance, :name, :username, now())
                returning id
                """)
            .param("person", person)
            .param("instance", instance)
            .param("name", name)
            .param("username", username)
            .query(UUID.class)
            .single();
    vault.seal(id, "provider-token", token);
    return id;
  }

  /** What was due or not is due now; returns when all watched repositories were read or failed. */
  void readAll() {
    read(null);
  }

  /** The same for one repository. */
  void readOne(UUID repository) {
    read(repository);
  }

  /** Asks again until it was read, as a look that is under way sets for itself when the next is. */
  private void read(@Nullable UUID only) {
    var start = jdbc.sql("select clock_timestamp()").query(java.sql.Timestamp.class).single();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> ask(start, only) == 0);
  }

  /** How many were not read since then, all of which are due now. */
  private int ask(java.sql.Timestamp start, @Nullable UUID only) {
    jdbc.sql(
            """
            update repository_sync
            set    next_due = now(), settle_at = null
            where  (cast(:only as uuid) is null or repository_id = :only)
            and    leased_until is null
            and    coalesce(last_tried_at, '-infinity') < :start
            and    (next_due > now() or settle_at is not null)
            """)
        .param("start", start)
        .param("only", only, java.sql.Types.OTHER)
        .update();
    return jdbc.sql(
            """
            select count(*)
            from   repository_sync rs
            where  exists (select 1 from watch w where w.repository_id = rs.repository_id)
            and    (cast(:only as uuid) is null or rs.repository_id = :only)
            and    (rs.leased_until is not null
                    or coalesce(rs.last_tried_at, '-infinity') < :start)
            """)
        .param("start", start)
        .param("only", only, java.sql.Types.OTHER)
        .query(Integer.class)
        .single();
  }

  /** Everything that somebody watches was read, or could not be. */
  void awaitFirstSync() {
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(100))
        .until(() ->
            jdbc.sql(
                    """
                    select count(*) > 0
                           and bool_and(coalesce(rs.last_synced_at is not null or rs.failures > 0, false))
                    from   watch w
                    left   join repository_sync rs on rs.repository_id = w.repository_id
                    """)
                .query(Boolean.class)
                .single());
  }

  /** Lights of open and states of ended pull requests, as {@code acme/api#1 -> READY}. */
  Map<String, String> lights() {
    return lights(jdbc);
  }

  static Map<String, String> lights(JdbcClient jdbc) {
    return jdbc
        .sql(
            """
            select r.full_name || '#' || p.number as name, coalesce(p.light, p.state) as light
            from   pull_request p
            join   repository   r on r.id = p.repository_id
            """)
        .query((row, number) -> Map.entry(row.getString("name"), row.getString("light")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Only those of repositories whose name begins so. */
  Map<String, String> lightsOf(String beginning) {
    return lights().entrySet().stream()
        .filter(one -> one.getKey().startsWith(beginning))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  UUID id(String name) {
    return jdbc.sql(
            """
            select p.id
            from   pull_request p
            join   repository   r on r.id = p.repository_id
            where  r.full_name || '#' || p.number = :name
            """)
        .param("name", name)
        .query(UUID.class)
        .single();
  }

  /** A look at one repository with this account and no other. */
  void readOnlyWith(UUID account, UUID repository) {
    jdbc.sql("update provider_account set enabled = (id = :account)")
        .param("account", account)
        .update();
    jdbc.sql(
            """
            insert into sight (person_id, repository_id, account_id)
            select person_id, :repository, id from provider_account where id = :account
            on conflict do nothing
            """)
        .param("repository", repository)
        .param("account", account)
        .update();
    drawAReader(repository);
    read(repository);
    assertThat(
            jdbc.sql("select account_id from repository_sync where repository_id = :repository")
                .param("repository", repository)
                .query(UUID.class)
                .single())
        .isEqualTo(account);
  }

  /**
   * At once: what rests is not moved before it is nearly due, and that is looked for twice a
   * minute.
   */
  private void drawAReader(UUID repository) {
    jdbc.sql(
            """
            update repository_sync
            set    account_id = null
            where  repository_id = :repository and leased_until is null
            """)
        .param("repository", repository)
        .update();
  }

  String light(String name) {
    return lights().getOrDefault(name, "nothing");
  }

  /** What the simulator says each should be, of those repositories that it shows to anybody. */
  static Map<String, String> truth(Simulator simulator) {
    return truth(simulator.world());
  }

  static Map<String, String> truth(World world) {
    return world.read(() ->
        world.repositories().stream()
            .flatMap(repository -> repository.pullRequests().stream())
            .map(io.ampel.simulator.Truth::of)
            .collect(
                Collectors.toMap(
                    truth -> truth.repository() + "#" + truth.number(),
                    truth -> truth.state().equals("OPEN") ? truth.light() : truth.state())));
  }

  /** Row versions: equal when no pull request was written. */
  List<String> versions() {
    return jdbc.sql("select id || ' ' || xmin as version from pull_request order by id")
        .query((row, number) -> row.getString("version"))
        .list();
  }

  void assertLights(Map<String, String> expected) {
    assertThat(lights()).containsExactlyInAnyOrderEntriesOf(expected);
  }
}
