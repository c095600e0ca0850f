package io.ampel.platform;

/** Ampel cannot start, or a command cannot run, for a reason that one plain sentence tells. */
public final class StartRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why, as the exit code of the process. */
  public enum Because {
    FAILED(1),
    USAGE(2),
    PORT_TAKEN(4),
    DATA_DIRECTORY(5),
    KEY(6);

    private final int exitCode;

    Because(int exitCode) {
      this.exitCode = exitCode;
    }
  }

  private final Because because;

  public StartRefused(Because because, String sentence) {
    super(sentence);
    this.because = because;
  }

  public StartRefused(Because because, String sentence, Throwable cause) {
    super(sentence, cause);
    this.because = because;
  }

  public Because because() {
    return because;
  }

  /** What the process ends with. */
  public int exitCode() {
    return because.exitCode;
  }
}
