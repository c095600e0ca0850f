package io.ampel.bench;

import java.util.List;
import java.util.function.Consumer;

/** Something that can be measured. Its targets stand in its results. */
interface Measurement {
  String name();

  /** One line for the list of benches. */
  String about();

  /**
   * Measures.
   *
   * @param progress is told what is going on, in short sentences
   */
  Findings run(Consumer<String> progress) throws Exception;

  /**
   * The figures, and in words what they mean: what limits, how quiet the machine was.
   *
   * @param remarks one sentence or two each
   */
  record Findings(List<Result> results, List<String> remarks) {}
}
