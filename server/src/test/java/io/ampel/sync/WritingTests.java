package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.StatementCount;
import io.ampel.platform.Vault;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a sweep writes, in statements: many rows in each, and nothing of what did not change. */
@AmpelTest(properties = {"ampel.sync.tick=200ms", "ampel.sync.floor=1h", "ampel.sync.ceiling=1h"})
@Import(StatementCount.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WritingTests {
  private static final int REPOSITORIES = 100;
  private final Simulator simulator = Simulator.start(0);
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  @Autowired private StatementCount count;
  private SyncWorld world;
  private UUID account = UUID.randomUUID();

  @BeforeAll
  void aHundredRepositories() {
    simulator.generatedWorld(11, REPOSITORIES, 10);
    var ada = Visitor.first(port);
    world = new SyncWorld(jdbc, vault, simulator.githubBase());
    account = world.account(world.person(Visitor.EMAIL), "work", Tokens.ADMIN);
    var names =
        simulator.world().repositories().stream()
            .map(repository -> "\"" + repository.fullName() + "\"")
            .collect(Collectors.joining(","));
    var answer =
        ada.json(
            "POST",
            "/api/v1/repositories",
            "{\"account\":\"%s\",\"fullNames\":[%s]}".formatted(account, names));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    world.awaitFirstSync();
    world.readAll();
  }

  @AfterAll
  void end() {
    simulator.close();
  }

  /** Those that change rows or say something, of a look at everything. */
  private List<String> writes() {
    return count.of("sync-" + account, world::readAll).stream()
        .filter(sql -> sql.matches("(?is).*\\b(insert into|update|delete from|pg_notify)\\b.*"))
        .toList();
  }

  @Test
  void aStatementForTenChangedPullRequestsAtMost() {
    var changed = 0;
    for (var repository : simulator.world().repositories()) {
      for (var pullRequest : repository.pullRequests().stream().limit(5).toList()) {
        pullRequest.title("Another title").draft();
        changed++;
      }
    }
    var before = world.versions();
    var writes = writes();
    var after = world.versions();
    after.removeAll(before);
    assertThat(after).as("rows that were written").hasSize(changed);
    assertThat(writes).as(String.join("\n--\n", writes)).hasSizeLessThanOrEqualTo(changed / 10);
    world.assertLights(SyncWorld.truth(simulator));
  }

  @Test
  void whatDidNotChangeIsNotWrittenAndFreshnessIsOneStatementForABatch() {
    world.readAll();
    var before = world.versions();
    var writes = writes();
    assertThat(world.versions()).isEqualTo(before);
    assertThat(writes.stream().filter(sql -> sql.contains("last_synced_at = case")))
        .as("for 100 repositories, fifty at a time")
        .hasSizeBetween(2, 3);
    assertThat(writes).as(String.join("\n--\n", writes)).hasSizeLessThanOrEqualTo(21);
  }

  @Test
  void whatHappensIsNotedInTheTransactionThatWritesIt() {
    var repository = simulator.world().repositories().iterator().next();
    var pullRequest = repository.pullRequests().stream().skip(7).findFirst().orElseThrow();
    pullRequest.close();
    world.readAll();
    var name = repository.fullName() + "#" + pullRequest.number();
    assertThat(
            jdbc.sql(
                    """
                    select p.xmin = e.xmin as together
                    from   pull_request       p
                    join   pull_request_event e on e.pull_request_id = p.id
                    where  p.id   = :id
                    and    e.kind = 'CLOSED'
                    """)
                .param("id", world.id(name))
                .query(Boolean.class)
                .list())
        .containsExactly(true);
  }
}
