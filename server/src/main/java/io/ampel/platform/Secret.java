package io.ampel.platform;

/** A secret in memory, for the length of one call. Only {@link #reveal} shows it. */
public final class Secret {
  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
