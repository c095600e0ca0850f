package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ampel.OnGitHub;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelProcess;
import io.ampel.platform.SmallDisk;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ampel goes on after its database was gone, or could not write, and every light is true again. */
@Timeout(300)
class DatabaseFaultsTests {
  private static final int REPOSITORIES = 20;
  @AutoClose private final Simulator simulator = Simulator.start(0).withoutLimits();

  private AmpelProcess start(Path home) {
    return AmpelProcess.in(home)
        .with("AMPEL_ADMIN_EMAIL", Visitor.EMAIL)
        .with("AMPEL_ADMIN_PASSWORD", Visitor.PASSWORD)
        .with("AMPEL_ALLOW_LOOPBACK", "true")
        .with("AMPEL_SYNC_FLOOR", "2s")
        .with("AMPEL_SYNC_CEILING", "5s")
        .with("AMPEL_GITHUB_URL", simulator.githubBase().toString())
        .start();
  }

  private Visitor watchEverything(AmpelProcess ampel) {
    simulator.generatedWorld(31, REPOSITORIES, 5);
    var ada = new Visitor(ampel.address().getPort());
    ada.signIn(Visitor.EMAIL, Visitor.PASSWORD);
    var github = new OnGitHub(ada);
    var names =
        simulator.world().repositories().stream().map(Repository::fullName).toArray(String[]::new);
    github.watch(github.account("work", Tokens.ADMIN), names);
    awaitTruth(ampel);
    return ada;
  }

  private void awaitTruth(AmpelProcess ampel) {
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(250))
        .ignoreExceptions()
        .untilAsserted(() ->
            assertThat(SyncWorld.lights(ampel.database().client()))
                .containsExactlyInAnyOrderEntriesOf(SyncWorld.truth(simulator)));
  }

  private void change() {
    simulator
        .world()
        .repositories()
        .forEach(repository -> repository.pullRequest(1).push().check("build", CheckState.FAILED));
  }

  @Test
  void aDatabaseThatIsKilledIsStartedAgainAndNothingIsLost() {
    try (var ampel = start(AmpelProcess.newHome())) {
      var ada = watchEverything(ampel);
      var before = ampel.databaseProcess();
      simulator.faults().add(Fault.latency(Duration.ofMillis(300)));
      change();
      simulator.calls().clear();
      await().atMost(Duration.ofSeconds(30)).until(() -> simulator.calls().total() > 0);
      ampel.killDatabase();
      change();
      simulator.faults().clear();
      awaitTruth(ampel);
      assertThat(ampel.databaseProcess()).isNotEqualTo(before);
      assertThat(ada.get("/").statusCode()).isEqualTo(200);
      assertThat(ampel.output()).contains("is started again");
    }
  }

  @Test
  void aDiskThatIsFullForAWhileIsNoEnd() throws IOException {
    var mounted = SmallDisk.mount(220);
    assumeTrue(mounted.isPresent(), "a disk of its own, which Linux makes for root");
    try (var disk = mounted.get();
        var ampel = start(disk.home())) {
      var ada = watchEverything(ampel);
      disk.fill();
      for (var round = 0; round < 10; round++) {
        change();
        pause();
      }
      assertThat(answers(ampel)).as("the process lives").isTrue();
      disk.free();
      awaitTruth(ampel);
      assertThat(ada.get("/").statusCode()).isEqualTo(200);
    }
  }

  private static boolean answers(AmpelProcess ampel) throws IOException {
    try (var socket = new Socket("127.0.0.1", ampel.address().getPort())) {
      return socket.isConnected();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
