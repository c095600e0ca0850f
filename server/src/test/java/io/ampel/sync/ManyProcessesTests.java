package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.OnGitHub;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelProcess;
import io.ampel.platform.TestDatabase;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Three processes over one database share the work, and the death of one is made good by two. */
@Timeout(300)
class ManyProcessesTests {
  private static final int REPOSITORIES = 900;
  private final Simulator simulator = Simulator.start(0);
  private final TestDatabase database = TestDatabase.empty();
  private final JdbcClient jdbc = database.client();
  private final List<AmpelProcess> processes = new ArrayList<>();
  private final String key = key();

  private static String key() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  @AfterEach
  void end() {
    processes.forEach(AmpelProcess::close);
    simulator.close();
  }

  private AmpelProcess start() {
    var ampel =
        AmpelProcess.in(AmpelProcess.newHome())
            .with("SPRING_DATASOURCE_URL", database.url())
            .with("SPRING_DATASOURCE_USERNAME", database.user())
            .with("SPRING_DATASOURCE_PASSWORD", database.password())
            .with("AMPEL_ENCRYPTION_KEY", key)
            .with("AMPEL_ADMIN_EMAIL", Visitor.EMAIL)
            .with("AMPEL_ADMIN_PASSWORD", Visitor.PASSWORD)
            .with("AMPEL_ALLOW_LOOPBACK", "true")
            .with("AMPEL_BUDGET_WORK", "1h")
            .with("AMPEL_SYNC_FLOOR", "5s")
            .with("AMPEL_SYNC_CEILING", "8s")
            .with("AMPEL_SYNC_TICK", "200ms")
            .with("AMPEL_GITHUB_URL", simulator.githubBase().toString())
            .start();
    processes.add(ampel);
    return ampel;
  }

  @Test
  void threeShareTheWorkAndTwoGoOnWhenOneDies() throws Exception {
    simulator.generatedWorld(5, REPOSITORIES, 1);
    simulator.withoutLimits();
    var ada = new Visitor(start().address().getPort());
    ada.signIn(Visitor.EMAIL, Visitor.PASSWORD);
    watch(ada);
    start();
    start();
    noteLeases();

    await("all three take part")
        .atMost(Duration.ofSeconds(90))
        .until(() -> takers("-infinity").size() == 3);
    everyProcessTellsItsBrowsers(ada.cookie("ampel_session").orElseThrow());

    simulator.faults().add(Fault.latency(Duration.ofSeconds(3)).on("/graphql"));
    await("all three hold something")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> count("select count(distinct leased_by) from repository_sync") == 3);
    processes.getLast().kill();
    var killed = now();
    simulator.faults().clear();
    var dead = theDeadOne(killed);
    var orphans = held(dead);
    assertThat(orphans).as("it died in the middle").isPositive();
    assertThat(count("select count(*) from lease_note where taken_by <> lost_by and not was_over"))
        .as("nobody takes what another holds")
        .isZero();

    letTheLeaseOf(dead, Duration.ofMinutes(1));
    await("every repository is read again")
        .atMost(Duration.ofSeconds(90))
        .until(() ->
            count(
                    """
                    select count(*) from repository_sync
                    where  last_synced_at is null or last_synced_at < '%s'
                    """
                        .formatted(killed))
                == 0);
    assertThat(count("select count(*) from lease_note where taken_by <> lost_by and not was_over"))
        .as("none twice at the same time")
        .isZero();
    assertThat(
            count(
                "select count(*) from lease_note where lost_by = '%s' and taken_by <> lost_by"
                    .formatted(dead)))
        .as("what the dead one held, others took when its lease was over")
        .isEqualTo(orphans);
    noneIsIdleWhileOthersAreLate();
    assertThat(SyncWorld.lights(jdbc)).containsAllEntriesOf(SyncWorld.truth(simulator));
  }

  /** More than one process has hands for: four leases of a hundred with one account. */
  private void watch(Visitor ada) {
    var github = new OnGitHub(ada);
    var names =
        simulator.world().repositories().stream().map(Repository::fullName).toArray(String[]::new);
    github.watch(github.account("work", Tokens.ADMIN), names);
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() ->
            count("select count(*) from repository_sync where last_synced_at is null") == 0
                && count("select count(*) from repository_sync") == REPOSITORIES);
  }

  /** Each change of a holder, by the database itself: by whom, from whom, and whether in time. */
  private void noteLeases() {
    jdbc.sql(
            """
            create table lease_note (at timestamptz, repository_id uuid, taken_by uuid, lost_by uuid,
                                     was_over boolean);
            create function note_lease() returns trigger language plpgsql as $$
            begin
              insert into lease_note
              values (clock_timestamp(), new.repository_id, new.leased_by, old.leased_by,
                      old.leased_until <= clock_timestamp());
              return null;
            end $$;
            create trigger note_lease after update on repository_sync for each row
            when (new.leased_by is not null and new.leased_by is distinct from old.leased_by)
            execute function note_lease();
            """)
        .update();
  }

  /** The processes that took something since. */
  private List<UUID> takers(String since) {
    return jdbc.sql(
            "select distinct taken_by from lease_note where at > cast(:since as timestamptz)")
        .param("since", since)
        .query((row, number) -> row.getObject("taken_by", UUID.class))
        .list();
  }

  /** The one that took something before, when the two others have gone on after. */
  private UUID theDeadOne(String killed) {
    await("two go on").atMost(Duration.ofSeconds(60)).until(() -> takers(killed).size() == 2);
    var all = new ArrayList<>(takers("-infinity"));
    all.removeAll(takers(killed));
    return all.getFirst();
  }

  private long held(UUID process) {
    return count("select count(*) from repository_sync where leased_by = '%s'".formatted(process));
  }

  private void letTheLeaseOf(UUID process, Duration pass) {
    jdbc.sql(
            """
            update repository_sync
            set    leased_until = leased_until - make_interval(secs => :seconds)
            where  leased_by = :process
            """)
        .param("seconds", pass.toSeconds())
        .param("process", process)
        .update();
  }

  /** Promised are eight seconds; both take a fair part, and nothing waits for long. */
  private void noneIsIdleWhileOthersAreLate() {
    var begun = now();
    for (var i = 0; i < 40; i++) {
      assertThat(
              count(
                  """
                  select coalesce(max(extract(epoch from now() - next_due)), 0)::bigint
                  from   repository_sync
                  """))
          .as("seconds that the latest one waits")
          .isLessThanOrEqualTo(30);
      pause();
    }
    var parts =
        jdbc.sql(
                """
                select count(*) as taken from lease_note where at > cast(:begun as timestamptz)
                group by taken_by
                """)
            .param("begun", begun)
            .query(Long.class)
            .list();
    assertThat(parts).hasSize(2).allSatisfy(part -> assertThat(part).isGreaterThan(20));
  }

  private void everyProcessTellsItsBrowsers(String session) throws Exception {
    var heard = new ArrayList<List<String>>();
    try (var http = HttpClient.newHttpClient()) {
      for (var process : processes) {
        heard.add(listen(http, process.address(), session));
      }
      var repository = simulator.world().repositories().iterator().next();
      var pullRequest = repository.pullRequests().iterator().next();
      var id =
          jdbc.sql(
                  """
                  select p.id from pull_request p join repository r on r.id = p.repository_id
                  where  r.full_name = :name and p.number = :number
                  """)
              .param("name", repository.fullName())
              .param("number", pullRequest.number())
              .query(UUID.class)
              .single();
      pullRequest.title("Renamed while three look").draft();
      await("whoever reads it, all hear of it")
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() ->
              assertThat(heard)
                  .allSatisfy(
                      lines -> assertThat(lines).anyMatch(line -> line.contains(id.toString()))));
      http.shutdownNow();
    }
  }

  private static List<String> listen(HttpClient http, URI address, String session)
      throws IOException, InterruptedException {
    var lines = new CopyOnWriteArrayList<String>();
    var request =
        HttpRequest.newBuilder(address.resolve("/events"))
            .header("Cookie", "ampel_session=" + session)
            .build();
    var answer = http.send(request, BodyHandlers.ofLines());
    assertThat(answer.statusCode()).as("one session on all").isEqualTo(200);
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.body().forEach(lines::add);
          } catch (java.io.UncheckedIOException e) {
            lines.add("over");
          }
        });
    return lines;
  }

  private String now() {
    return jdbc.sql("select clock_timestamp()::text").query(String.class).single();
  }

  private long count(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  private static void pause() {
    try {
      Thread.sleep(250);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
