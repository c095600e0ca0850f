package io.ampel.provider.github;

import static io.ampel.simulator.CheckState.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who pushed the head, where GitHub tells and somebody needs to know. */
class PusherTests {
  private static final Rules ANOTHER = Rules.none().approvals(1).lastPushApproved();
  private static Simulator simulator;
  private static Lab lab;

  @BeforeAll
  static void open() {
    simulator = Simulator.start(0);
    lab = new Lab(simulator.githubBase());
  }

  @AfterAll
  static void close() {
    simulator.close();
  }

  private static Repository repository(String name) {
    return simulator.world().repository("acme/" + name);
  }

  private static PullRequest read(io.ampel.simulator.PullRequest told) {
    var access = lab.access(Tokens.WRITER);
    var repository = lab.repository(access, told.repository().fullName());
    lab.connector.requirements(access, repository, "main");
    return lab.read(access, repository, told.number()).facts();
  }

  private static @Nullable Account pusher(io.ampel.simulator.PullRequest told) {
    return read(told).pusher();
  }

  @Test
  void theChecksThatAPushSetGoingTellWho() {
    var told =
        repository("suites")
            .ruleset(ANOTHER)
            .pullRequest("A change")
            .author("ben")
            .check("build", PASSED);
    assertThat(pusher(told)).extracting(Account::login).isEqualTo("ben");

    told.push(simulator.world().person("lena"));

    assertThat(pusher(told)).extracting(Account::login).isEqualTo("lena");
  }

  @Test
  void aPushByForceTellsWithoutAnyCheck() {
    var told = repository("forced").ruleset(ANOTHER).pullRequest("A change").author("ben");
    assertThat(pusher(told)).as("nothing tells").isNull();

    told.forcePush(simulator.world().person("lena"));
    assertThat(pusher(told)).extracting(Account::login).isEqualTo("lena");

    told.push(simulator.world().person("ben"));
    assertThat(pusher(told)).as("the force was before").isNull();
  }

  @Test
  void nobodyIsAskedForWhereNobodyNeedsToKnow() {
    var told =
        repository("unasked")
            .ruleset(Rules.none().approvals(1))
            .pullRequest("A change")
            .check("build", PASSED);

    assertThat(pusher(told)).isNull();
  }

  @Test
  void theHeadIsAsOldAsItsCommit() {
    var told = repository("old").pullRequest("A change");
    told.comment("lena", "Nice");

    assertThat(read(told).headSince()).isEqualTo(told.head().date());
    assertThat(read(told).updatedAt()).isEqualTo(told.updatedAt());
  }
}
