package io.ampel.bench;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Takes the time of whole requests where the web server takes it for its own access log: from the
 * first line of the request to the last byte of the answer. While it is stopped it costs nothing
 * that could be measured.
 */
final class Stopwatch extends ValveBase implements AccessLog {
  private static final long PATIENCE = 2_000;
  private static final ThreadLocal<int[]> statements = new ThreadLocal<>();

  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private volatile boolean running;
  private volatile boolean counting;
  private final LongAdder all = new LongAdder();
  private volatile boolean countingAll;

  Stopwatch() {
    super(true);
  }

  /**
   * @param statements how many were executed; 0 when they were not counted
   */
  record Taken(long nanos, int statements) {
    @Override
    public String toString() {
      return nanos + ":" + statements;
    }

    static Taken read(String text) {
      var colon = text.indexOf(':');
      return new Taken(
          Long.parseLong(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }
  }

  void begin(boolean alsoStatements) {
    taken.clear();
    counting = alsoStatements;
    running = true;
  }

  /** The client may have its answer a moment before the time is noted. */
  String end(int expected) {
    var giveUp = System.currentTimeMillis() + PATIENCE;
    while (taken.size() < expected && System.currentTimeMillis() < giveUp) {
      Thread.onSpinWait();
    }
    running = false;
    counting = false;
    return taken.stream().map(Taken::toString).collect(Collectors.joining(" "));
  }

  boolean isCounting() {
    return counting || countingAll;
  }

  /** Those of all threads, counted since this was asked for the first time. */
  long statements() {
    countingAll = true;
    return all.sum();
  }

  /** One more, also in the request of this thread, if it is one. */
  void statement() {
    all.increment();
    var count = statements.get();
    if (count != null) count[0]++;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (counting) statements.set(new int[1]);
    getNext().invoke(request, response);
  }

  @Override
  public void log(Request request, Response response, long nanos) {
    if (!running) return;
    var count = statements.get();
    taken.add(new Taken(nanos, count == null ? 0 : count[0]));
    statements.remove();
  }

  @Override
  public void setRequestAttributesEnabled(boolean enabled) {}

  @Override
  public boolean getRequestAttributesEnabled() {
    return false;
  }
}
