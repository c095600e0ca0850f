package io.ampel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTests {
  @Test
  void aPercentileIsAValueThatWasMeasured() {
    var samples =
        new Samples(IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).toList().reversed());
    assertThat(samples.percentile(95)).isEqualTo(95);
    assertThat(samples.median()).isEqualTo(50);
    assertThat(samples.least()).isEqualTo(1);
    assertThat(samples.most()).isEqualTo(100);
    assertThat(samples.mean()).isEqualTo(50.5);
  }

  @Test
  void fewValuesHideNoSlowOne() {
    assertThat(new Samples(List.of(1.0, 2.0, 90.0)).percentile(95)).isEqualTo(90);
    assertThat(new Samples(List.of(7.0)).percentile(50)).isEqualTo(7);
    assertThatIllegalArgumentException().isThrownBy(() -> new Samples(List.of()));
  }
}
