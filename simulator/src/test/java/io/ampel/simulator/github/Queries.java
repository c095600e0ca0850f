package io.ampel.simulator.github;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The three queries that Ampel asks. */
final class Queries {
  private Queries() {}

  static String read(String name) {
    try (var in =
        Objects.requireNonNull(
            Queries.class.getResourceAsStream("/queries/" + name + ".graphql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
