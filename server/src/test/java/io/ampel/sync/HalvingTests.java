package io.ampel.sync;

import static io.ampel.provider.AccountProblem.Code.PROVIDER_DOWN;
import static io.ampel.provider.AccountProblem.Code.RATE_LIMITED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.ProviderFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HalvingTests {
  private final List<Integer> hundred = IntStream.range(0, 100).boxed().toList();
  private final List<List<Integer>> asked = new ArrayList<>();

  private Halving<Integer, Integer> failingFor(Set<Integer> bad, AccountProblem.Code code) {
    return new Halving<>(some -> {
      asked.add(some);
      if (some.stream().anyMatch(bad::contains)) {
        throw new ProviderFailure(AccountProblem.of(code));
      }
      return some;
    });
  }

  @Test
  void oneBadRepositoryIsFoundAndTheOthersAreAnswered() {
    for (var bad : List.of(0, 37, 99)) {
      asked.clear();
      var answers = failingFor(Set.of(bad), PROVIDER_DOWN).all(hundred);
      assertThat(answers.failed()).containsOnlyKeys(bad);
      assertThat(answers.answered()).hasSize(99).doesNotContain(bad);
      assertThat(asked).hasSizeLessThanOrEqualTo(15);
    }
  }

  @Test
  void severalBadOnesAreFoundToo() {
    var answers = failingFor(Set.of(3, 50, 77), PROVIDER_DOWN).all(hundred);
    assertThat(answers.failed()).containsOnlyKeys(3, 50, 77);
    assertThat(answers.answered()).hasSize(97);
  }

  @Test
  void aProviderThatIsDownIsNotAskedAHundredTimes() {
    var all = Set.copyOf(hundred);
    assertThatThrownBy(() -> failingFor(all, PROVIDER_DOWN).all(hundred))
        .isInstanceOf(ProviderFailure.class);
    assertThat(asked).hasSize(5);
  }

  @Test
  void troubleOfTheAccountEndsTheAskingAtOnce() {
    assertThatThrownBy(() -> failingFor(Set.of(50), RATE_LIMITED).all(hundred))
        .isInstanceOf(ProviderFailure.class);
    assertThat(asked).hasSize(1);
  }

  @Test
  void nothingIsAskedForNothing() {
    assertThat(failingFor(Set.of(), PROVIDER_DOWN).all(List.of()).answered()).isEmpty();
    assertThat(asked).isEmpty();
  }
}
