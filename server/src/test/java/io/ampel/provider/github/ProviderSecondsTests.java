package io.ampel.provider.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Errand;
import io.ampel.provider.RepositoryProbe;
import io.ampel.provider.RepositoryProbe.Failed;
import io.ampel.provider.RepositoryProbe.Seen;
import io.ampel.provider.TestClock;
import io.ampel.pullrequest.Repository;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GitHub works a minute in a minute for an account, and Ampel leaves off before it says so. */
class ProviderSecondsTests {
  private final Simulator simulator = Simulator.start(0);
  private final TestClock clock = new TestClock();
  private final Lab lab = new Lab(simulator.githubBase(), Duration.ofSeconds(15), clock);
  private final Access people = lab.access(Tokens.WRITER);
  private List<Repository> repositories = List.of();

  @BeforeEach
  void aRepository() {
    simulator.world().repository("acme/r").pullRequest("One").check("build", CheckState.PASSED);
    repositories = List.of(lab.repository(people, "acme/r"));
    simulator.timeModel(Duration.ofMillis(200));
    simulator.calls().clear();
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  private RepositoryProbe errand() {
    return lab.connector.probe(people.on(new Errand()), repositories).getFirst();
  }

  @Test
  void scheduledQuestionsWaitForTheMinuteToPassAndPeopleDoNot() {
    lab.budgets.worked(people.account(), "graphql", Duration.ofMillis(59_900));
    assertThat(errand()).as("a tenth of a second is left").isInstanceOf(Seen.class);

    assertThat(errand())
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.problem().code()).isEqualTo(Code.RATE_LIMITED);
              assertThat(failed.problem().until())
                  .isEqualTo(clock.instant().plus(Duration.ofMinutes(1)));
            });
    assertThat(simulator.calls().total()).as("not even asked").isEqualTo(1);
    assertThat(lab.connector.probe(people, repositories).getFirst()).isInstanceOf(Seen.class);

    clock.pass(Duration.ofMinutes(1));
    assertThat(errand()).isInstanceOf(Seen.class);
    assertThat(simulator.calls().total()).isEqualTo(3);
  }

  @Test
  void callsThatAreNoQuestionsTakeNothingOfIt() {
    lab.budgets.worked(people.account(), "graphql", Duration.ofMinutes(1));
    assertThat(lab.connector.repository(people.on(new Errand()), "acme/r")).isPresent();
  }
}
