package io.ampel.platform;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A number that all log lines of one piece of work carry: a request, or a look at a provider. Ends
 * by closing, on the thread that began it.
 */
public final class Trace implements AutoCloseable {
  private static final String KEY = "trace";

  private final @Nullable String before;
  private final String id;

  private Trace(String id) {
    this.before = MDC.get(KEY);
    this.id = id;
    MDC.put(KEY, id);
  }

  public static Trace begin() {
    return new Trace(newId());
  }

  /** Of the work under way, or a new one where there is none. */
  public static String current() {
    var present = MDC.get(KEY);
    return present == null ? newId() : present;
  }

  public String id() {
    return id;
  }

  @Override
  public void close() {
    if (before == null) {
      MDC.remove(KEY);
    } else {
      MDC.put(KEY, before);
    }
  }

  private static String newId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
