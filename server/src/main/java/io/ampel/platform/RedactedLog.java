package io.ampel.platform;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Stands behind every appender, whatever its format, so that no line and no stack trace carries a
 * token into the log.
 */
final class RedactedLog
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

  /** Right after logging has been set up. */
  @Override
  public int getOrder() {
    return LoggingApplicationListener.DEFAULT_ORDER + 1;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLoggerList().forEach(RedactedLog::wrapAppenders);
    }
  }

  private static void wrapAppenders(Logger logger) {
    logger
        .iteratorForAppenders()
        .forEachRemaining(appender -> {
          if (appender instanceof OutputStreamAppender<ILoggingEvent> out) wrapEncoder(out);
        });
  }

  private static void wrapEncoder(OutputStreamAppender<ILoggingEvent> appender) {
    if (appender.getEncoder() instanceof Redacting) return;
    var redacting = new Redacting(appender.getEncoder());
    redacting.setContext(appender.getContext());
    redacting.start();
    appender.setEncoder(redacting);
  }

  /** Lets the usual encoder write, and masks what it wrote. */
  private static final class Redacting extends EncoderBase<ILoggingEvent> {
    private final Encoder<ILoggingEvent> usual;

    Redacting(Encoder<ILoggingEvent> usual) {
      this.usual = usual;
    }

    @Override
    public byte[] headerBytes() {
      return usual.headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
      var line = new String(usual.encode(event), StandardCharsets.UTF_8);
      return Redaction.redact(line).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
      return usual.footerBytes();
    }
  }
}
