package io.ampel.platform;

import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/** How a failed start or command ends: an exit code, and one plain sentence for whoever waits. */
record Ending(int exitCode, String sentence) {
  private static final int FAILED = 1;
  private static final int PORT_TAKEN = 4;

  static Ending of(Throwable failure) {
    return known(failure)
        .orElseGet(
            () -> new Ending(FAILED, "Ampel failed: " + Redaction.redact(failure.toString())));
  }

  int tell() {
    System.err.println(sentence);
    return exitCode;
  }

  private static Optional<Ending> known(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Ending::cause)
        .flatMap(cause -> sentence(cause).stream())
        .findFirst();
  }

  @SuppressWarnings("NullAway") // the stream above stops at null
  private static Throwable cause(Throwable failure) {
    return failure.getCause();
  }

  private static Optional<Ending> sentence(Throwable cause) {
    return switch (cause) {
      case StartRefused refused ->
          Optional.of(new Ending(refused.exitCode(), String.valueOf(refused.getMessage())));
      case PortInUseException taken ->
          Optional.of(
              new Ending(
                  PORT_TAKEN,
                  "Port %d is taken: stop what listens there, or choose another with --port."
                      .formatted(taken.getPort())));
      case SQLException sql when isConnection(sql.getSQLState()) ->
          Optional.of(
              new Ending(
                  FAILED, "Ampel cannot reach its database: " + Redaction.redact(sql.toString())));
      default -> Optional.empty();
    };
  }

  private static boolean isConnection(@Nullable String state) {
    return state != null && (state.startsWith("08") || state.startsWith("28"));
  }

  /** Speaks before Spring would print a stack trace; the process then ends in CommandLine. */
  static final class Reporter implements SpringBootExceptionReporter, Ordered {

    Reporter(@Nullable ConfigurableApplicationContext context) {}

    @Override
    public int getOrder() {
      return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public boolean reportException(Throwable failure) {
      return known(failure).isPresent();
    }
  }
}
