package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ampel.platform.Secret;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BudgetsTests {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Budgets budgets = new Budgets(clock());
  private final UUID account = UUID.randomUUID();

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now.get();
      }

      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  private void pass(Duration time) {
    now.set(now.get().plus(time));
  }

  @Test
  void aSpentBudgetBlocksItsOwnCallsUntilItsReset() {
    budgets.seen(account, new Budget("graphql", 5000, 0, NOON.plusSeconds(600)));
    budgets.seen(account, new Budget("core", 5000, 4000, NOON.plusSeconds(600)));
    assertThat(budgets.blockedUntil(account, "graphql")).contains(NOON.plusSeconds(600));
    assertThat(budgets.blockedUntil(account, "core")).isEmpty();
    assertThat(budgets.blockedUntil(account)).contains(NOON.plusSeconds(600));
    pass(Duration.ofMinutes(11));
    assertThat(budgets.blockedUntil(account)).isEmpty();
  }

  @Test
  void pausesWithoutAHintDoubleUpToAnHour() {
    assertThat(budgets.pause(account, null)).isEqualTo(NOON.plus(Duration.ofMinutes(1)));
    assertThat(budgets.pause(account, null)).as("the same pause").isEqualTo(NOON.plusSeconds(60));
    pass(Duration.ofMinutes(2));
    assertThat(budgets.pause(account, null)).isEqualTo(now.get().plus(Duration.ofMinutes(2)));
    for (var i = 0; i < 10; i++) {
      pass(Duration.ofHours(1));
      budgets.pause(account, null);
    }
    assertThat(budgets.blockedUntil(account)).contains(now.get().plus(Duration.ofHours(1)));
  }

  @Test
  void aCallThatWentWellForgivesOnlyAfterThePause() {
    budgets.pause(account, null);
    budgets.fine(account);
    assertThat(budgets.blockedUntil(account)).isPresent();
    pass(Duration.ofMinutes(2));
    budgets.fine(account);
    assertThat(budgets.pause(account, null)).isEqualTo(now.get().plus(Duration.ofMinutes(1)));
  }

  @Test
  void accountsDoNotPayForEachOther() {
    budgets.pause(account, null);
    assertThat(budgets.blockedUntil(UUID.randomUUID())).isEmpty();
  }

  private Access access(@Nullable Errand errand) {
    return access(Provider.BITBUCKET, errand);
  }

  private Access access(Provider provider, @Nullable Errand errand) {
    var instance =
        new Instance(
            UUID.randomUUID(),
            provider,
            URI.create("https://bitbucket.example"),
            "Bitbucket",
            false,
            Set.of());
    return new Access(account, instance, null, null, () -> new Secret(""), Instant.EPOCH, errand);
  }

  @Test
  void errandsGetTheirShareOfAnHourThatWeCountAndPeopleTheRest() {
    var errand = new Errand();
    for (var i = 0; i < 450; i++) {
      assertThat(budgets.take(access(errand), "repositories", 1000)).isEmpty();
      pass(Duration.ofSeconds(1));
    }
    assertThat(errand.spent()).isEqualTo(0.45, within(1e-9));
    assertThat(budgets.take(access(errand), "repositories", 1000))
        .as("when a twentieth of the calls is an hour old")
        .contains(NOON.plus(Duration.ofHours(1)).plusSeconds(49));
    for (var i = 0; i < 550; i++) {
      assertThat(budgets.take(access(null), "repositories", 1000)).isEmpty();
    }
    assertThat(budgets.take(access(null), "repositories", 1000)).isPresent();
    assertThat(budgets.of(account))
        .singleElement()
        .satisfies(budget -> {
          assertThat(budget.limit()).isEqualTo(1000);
          assertThat(budget.remaining()).isZero();
          assertThat(budget.resetAt()).isAfter(now.get());
        });
  }

  @Test
  void noHourOfErrandsHoldsMoreThanTheirShareWhereverItBegins() {
    var made = new ArrayList<Instant>();
    for (var second = 0; second < 4 * 3600; second += 2) {
      if (budgets.take(access(new Errand()), "repositories", 1000).isEmpty()) {
        made.add(now.get());
      }
      pass(Duration.ofSeconds(2));
    }
    assertThat(made).hasSizeGreaterThan(1_700);
    for (var begin : made) {
      var end = begin.plus(Duration.ofHours(1));
      assertThat(made.stream().filter(at -> !at.isBefore(begin) && at.isBefore(end)).count())
          .isLessThanOrEqualTo(450);
    }
  }

  @Test
  void aTenthOfABudgetIsLeftToPeople() {
    var reset = NOON.plus(Duration.ofHours(1));
    budgets.seen(access(new Errand()), new Budget("graphql", 5000, 501, reset));
    assertThat(budgets.blockedUntil(access(new Errand()), "graphql")).isEmpty();
    budgets.seen(access(new Errand()), new Budget("graphql", 5000, 500, reset));
    assertThat(budgets.blockedUntil(access(new Errand()), "graphql")).contains(reset);
    assertThat(budgets.blockedUntil(access(new Errand()))).contains(reset);
    assertThat(budgets.blockedUntil(access(new Errand()), "core")).isEmpty();
    assertThat(budgets.blockedUntil(access(null), "graphql")).as("people").isEmpty();
    pass(Duration.ofHours(1));
    assertThat(budgets.blockedUntil(access(new Errand()), "graphql")).isEmpty();
  }

  @Test
  void errandsWaitWhenTheirShareOfTheHourIsSpentWhateverIsLeft() {
    var reset = NOON.plus(Duration.ofHours(1));
    var errand = new Errand(0.02);
    for (var left = 5000; left >= 4901; left--) {
      budgets.seen(access(errand), new Budget("graphql", 5000, left, reset));
    }
    assertThat(budgets.blockedUntil(access(errand), "graphql")).isEmpty();
    budgets.seen(access(errand), new Budget("graphql", 5000, 4900, reset));
    assertThat(budgets.blockedUntil(access(errand), "graphql")).contains(reset);
    assertThat(budgets.blockedUntil(access(null), "graphql")).isEmpty();
    budgets.seen(access(errand), new Budget("graphql", 5000, 5000, reset.plusSeconds(3600)));
    assertThat(budgets.blockedUntil(access(errand), "graphql")).as("the next hour").isEmpty();
  }

  @Test
  void whatAnErrandTookIsAPartOfWhatAnHourAllows() {
    var atGitHub = new Errand();
    for (var left = 5000; left >= 4950; left--) {
      var budget = new Budget("graphql", 5000, left, NOON.plusSeconds(3600));
      budgets.seen(access(Provider.GITHUB, atGitHub), budget);
    }
    assertThat(atGitHub.spent()).isEqualTo(50 / 5_000.0, within(1e-9));

    var atGitLab = new Errand();
    for (var left = 2000; left >= 1950; left--) {
      var budget = new Budget("throttle_authenticated_api", 2000, left, NOON.plusSeconds(60));
      budgets.seen(access(Provider.GITLAB, atGitLab), budget);
    }
    assertThat(atGitLab.spent()).as("of 2,000 a minute").isEqualTo(50 / 120_000.0, within(1e-9));
    var next = new Budget("throttle_authenticated_api", 2000, 1999, NOON.plusSeconds(120));
    budgets.seen(access(Provider.GITLAB, atGitLab), next);
    assertThat(atGitLab.spent()).as("a minute later").isEqualTo(51 / 120_000.0, within(1e-9));
  }

  @Test
  void whatTwoErrandsTakeAtTheSameTimeCountsOnce() {
    var one = new Errand();
    var other = new Errand();
    var reset = NOON.plusSeconds(3600);
    budgets.seen(access(Provider.GITHUB, one), new Budget("graphql", 5000, 5000, reset));
    budgets.seen(access(Provider.GITHUB, other), new Budget("graphql", 5000, 4998, reset));
    budgets.seen(access(Provider.GITHUB, one), new Budget("graphql", 5000, 4999, reset));
    budgets.seen(access(Provider.GITHUB, one), new Budget("graphql", 5000, 4997, reset));
    var late = new Budget("graphql", 5000, 4990, NOON.minusSeconds(1));
    budgets.seen(access(Provider.GITHUB, other), late);
    assertThat(one.spent()).isEqualTo(1 / 5_000.0, within(1e-9));
    assertThat(other.spent()).isEqualTo(2 / 5_000.0, within(1e-9));
  }

  @Test
  void theShareOfErrandsLastsUntilTheReset() {
    var reset = NOON.plusSeconds(3600);
    var errand = new Errand(0.45);
    spend(errand, 5000, 4500, reset);
    assertThat(pace()).as("0.35 of it is left for an hour").isEqualTo(0.35, within(1e-9));
    pass(Duration.ofMinutes(30));
    assertThat(pace()).as("for half an hour").isEqualTo(0.45, within(1e-9));
    spend(errand, 4500, 3000, reset);
    assertThat(pace()).as("0.05 for half an hour").isEqualTo(0.1, within(1e-9));
    spend(errand, 3000, 2700, reset);
    assertThat(pace()).as("hardly anything").isEqualTo(0.45 / 20, within(1e-9));
    pass(Duration.ofMinutes(31));
    assertThat(pace()).as("after the reset").isEqualTo(0.45);
  }

  private double pace() {
    return budgets.pace(account, Provider.GITHUB, 0.45);
  }

  private void spend(Errand errand, int from, int to, Instant reset) {
    for (var left = from; left >= to; left--) {
      var budget = new Budget("graphql", 5000, left, reset);
      budgets.seen(access(Provider.GITHUB, errand), budget);
    }
  }

  @Test
  void whatOthersTakeOfABudgetIsNotCountedAgainstErrands() {
    var reset = NOON.plus(Duration.ofHours(1));
    var errand = new Errand(0.02);
    budgets.seen(access(errand), new Budget("graphql", 5000, 5000, reset));
    budgets.seen(access(errand), new Budget("graphql", 5000, 2000, reset));
    assertThat(budgets.blockedUntil(access(errand), "graphql")).isEmpty();
  }

  @Test
  void aScaledLimitThatAnAnswerToldCounts() {
    budgets.told(account, "repositories", 4000);
    for (var i = 0; i < 1800; i++) {
      assertThat(budgets.take(access(new Errand()), "repositories", 1000)).isEmpty();
    }
    assertThat(budgets.take(access(new Errand()), "repositories", 1000)).isPresent();
  }

  @Test
  void errandsWaitWhileAProviderHasWorkedForAMinuteWithinOne() {
    budgets.seen(account, new Budget("graphql", 5000, 5000, NOON.plusSeconds(3600)));
    for (var i = 0; i < 6; i++) {
      assertThat(budgets.blockedUntil(access(new Errand()), "graphql")).isEmpty();
      budgets.worked(account, "graphql", Duration.ofSeconds(10));
      pass(Duration.ofSeconds(5));
    }
    assertThat(budgets.blockedUntil(access(new Errand()), "graphql"))
        .as("when a quarter of it is a minute ago")
        .contains(NOON.plusSeconds(65));
    assertThat(budgets.blockedUntil(access(null), "graphql")).as("people").isEmpty();
    assertThat(budgets.blockedUntil(access(new Errand()), "core")).isEmpty();
    pass(Duration.ofSeconds(35));
    assertThat(budgets.blockedUntil(access(new Errand()), "graphql")).isEmpty();
  }

  @Test
  void whoCountsNothingDoesNotCountItsWorkEither() {
    budgets.worked(account, "graphql", Duration.ofMinutes(2));
    assertThat(budgets.blockedUntil(access(new Errand()), "graphql")).isEmpty();
  }

  @Test
  void noMinuteOfErrandsHoldsMoreWorkThanThatAndOneAnswer() {
    budgets.seen(account, new Budget("graphql", 5000, 5000, NOON.plusSeconds(3600)));
    var done = new ArrayList<Instant>();
    var took = Duration.ofSeconds(3);
    for (var second = 0; second < 600; second++) {
      if (budgets.blockedUntil(access(new Errand()), "graphql").isEmpty()) {
        budgets.worked(account, "graphql", took);
        done.add(now.get());
      }
      pass(Duration.ofSeconds(1));
    }
    for (var begin : done) {
      var end = begin.plus(Duration.ofMinutes(1));
      assertThat(done.stream().filter(at -> !at.isBefore(begin) && at.isBefore(end)).count())
          .isLessThanOrEqualTo(20);
    }
    assertThat(done).as("it is used all the same").hasSizeGreaterThan(150);
  }

  @Test
  void aProviderMayWantShorterPauses() {
    for (var i = 0; i < 10; i++) {
      var until = budgets.pause(account, null, Duration.ofMinutes(15));
      assertThat(Duration.between(now.get(), until)).isLessThanOrEqualTo(Duration.ofMinutes(15));
      pass(Duration.ofMinutes(16));
    }
  }
}
