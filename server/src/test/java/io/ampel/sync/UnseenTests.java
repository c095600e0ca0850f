package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.Rounds;
import io.ampel.pullrequest.PullRequests;
import io.ampel.pullrequest.PullRequests.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnseenTests {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration LOOK = Duration.ofMinutes(5);
  private static final Rounds BLIND = new Rounds(LOOK, Duration.ofMinutes(30));

  @Test
  void whereALookSeesEverythingNothingIsReadAgain() {
    var unseen = new Unseen(Rounds.USUAL, null, NOON);
    assertThat(unseen.isDue(known(PullRequests.Unseen.MUCH))).isFalse();
  }

  @Test
  void whatHangsOnSomethingElseIsNotReadAgainAndWhatMovesEachTime() {
    var unseen = new Unseen(BLIND, NOON.minus(LOOK), NOON);
    assertThat(unseen.isDue(known(PullRequests.Unseen.LITTLE))).isFalse();
    assertThat(unseen.isDue(known(PullRequests.Unseen.MUCH))).isTrue();
  }

  @Test
  void aGreenOneIsReadAgainWithinHalfAnHourWheneverTheLooksCome() {
    for (var number = 0; number < 50; number++) {
      var green = known(PullRequests.Unseen.GREEN);
      var last = NOON;
      for (var look = 1; look <= 500; look++) {
        var at = NOON.plus(LOOK.multipliedBy(look));
        if (new Unseen(BLIND, at.minus(LOOK), at).isDue(green)) {
          assertThat(Duration.between(last, at)).isLessThanOrEqualTo(Duration.ofMinutes(30));
          last = at;
        }
      }
      assertThat(last).isAfter(NOON.plus(LOOK.multipliedBy(490)));
    }
  }

  @Test
  void theyDoNotComeAllAtOnce() {
    var unseen = new Unseen(BLIND, NOON.minus(LOOK), NOON);
    var due =
        IntStream.range(0, 1000)
            .filter(number -> unseen.isDue(known(PullRequests.Unseen.GREEN)))
            .count();
    assertThat(due).as("about a fifth").isBetween(120L, 280L);
  }

  @Test
  void whatChecksMadeRedMayBeReadAgainMoreRarely() {
    var patient =
        new Rounds(LOOK, Duration.ofMinutes(30), Duration.ofHours(6), Duration.ofHours(6));
    var unseen = new Unseen(patient, NOON.minusSeconds(3600), NOON);
    var reds =
        IntStream.range(0, 1000)
            .filter(number -> unseen.isDue(known(PullRequests.Unseen.RED)))
            .count();
    assertThat(unseen.isDue(known(PullRequests.Unseen.GREEN))).isTrue();
    assertThat(reds).as("about a sixth").isBetween(100L, 250L);
    var yellow = known(PullRequests.Unseen.YELLOW);
    assertThat(new Unseen(patient, null, NOON).isDue(yellow)).as("a webhook told").isTrue();
    assertThat(new Unseen(BLIND, null, NOON).isDue(yellow)).as("where it is dear").isFalse();
  }

  private static Known known(PullRequests.Unseen unseen) {
    return new Known(UUID.randomUUID(), UUID.randomUUID(), "1", 1, "", false, unseen);
  }
}
