package io.ampel.provider;

import java.util.List;

/** What a token may do, each with what is missing where it may not. */
public record Capabilities(
    Capability readLights,
    Capability readChecks,
    Capability comment,
    Capability approve,
    Capability merge,
    Capability rerun,
    Capability webhooks) {

  /**
   * @param missing what to grant, in the provider's words
   */
  public record Capability(State state, List<String> missing) {
    public Capability {
      missing = List.copyOf(missing);
    }

    public static Capability yes() {
      return new Capability(State.YES, List.of());
    }

    public static Capability no(String... missing) {
      return new Capability(State.NO, List.of(missing));
    }

    public static Capability unknown(String... missing) {
      return new Capability(State.UNKNOWN, List.of(missing));
    }
  }

  public enum State {
    YES,
    NO,
    UNKNOWN
  }
}
