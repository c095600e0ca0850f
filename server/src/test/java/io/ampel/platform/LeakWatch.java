package io.ampel.platform;

import io.ampel.identity.Visitor;
import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Reads along whatever is printed and logged while tests run, in this process and in those it
 * starts, and notes every line that holds a token, a key or a password which only tests know. What
 * it noted fails the class that ran, and with it the whole run.
 */
public final class LeakWatch implements LauncherSessionListener, AfterAllCallback {
  private static final LeakWatch run = new LeakWatch();
  private static volatile boolean watching;

  private final Set<String> planted = ConcurrentHashMap.newKeySet();
  private final List<String> leaks = new CopyOnWriteArrayList<>();

  /** Remembers a secret, and gives it back. */
  public static String plant(String secret) {
    return run.watchFor(secret);
  }

  /** Reads what another process has said. */
  public static void look(String text) {
    text.lines().forEach(run::read);
  }

  /** The lines that were found, with the secret blotted out. */
  public static List<String> leaks() {
    return List.copyOf(run.leaks);
  }

  public static boolean isWatching() {
    return watching;
  }

  /** How many secrets it knows by now. */
  public static int secrets() {
    return run.planted.size();
  }

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    plant(Visitor.PASSWORD);
    tokensOfTheSimulator().forEach(LeakWatch::plant);
    System.setOut(run.over(System.out));
    System.setErr(run.over(System.err));
    watching = true;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    nothingLeaked();
  }

  /** Some of what is said comes late. */
  @Override
  public void launcherSessionClosed(LauncherSession session) {
    nothingLeaked();
  }

  private static void nothingLeaked() {
    if (!run.leaks.isEmpty()) throw new AssertionError("Leaked: " + String.join("\n", run.leaks));
  }

  String watchFor(String secret) {
    if (secret.length() < 12) throw new IllegalArgumentException("too short to be recognised");
    planted.add(secret);
    return secret;
  }

  List<String> found() {
    return List.copyOf(leaks);
  }

  private void read(String line) {
    for (var secret : planted) {
      if (line.contains(secret)) leaks.add(line.replace(secret, "█"));
    }
  }

  /** Prints as before, and reads along. */
  PrintStream over(PrintStream stream) {
    return new PrintStream(new ReadAlong(stream), true, stream.charset());
  }

  private final class ReadAlong extends OutputStream {
    private static final int LONGEST = 1_000_000;
    private final PrintStream next;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private ReadAlong(PrintStream next) {
      this.next = next;
    }

    @Override
    public void write(int character) {
      write(new byte[] {(byte) character}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      next.write(bytes, from, length);
      for (var at = from; at < from + length; at++) {
        line.write(bytes[at]);
        if (bytes[at] == '\n' || line.size() > LONGEST) endLine();
      }
    }

    private void endLine() {
      read(line.toString(StandardCharsets.UTF_8));
      line.reset();
    }

    @Override
    public synchronized void close() {
      endLine();
      next.flush();
    }

    @Override
    public void flush() {
      next.flush();
    }
  }

  /** Whatever looks like a token among the simulator's. */
  static Stream<String> tokensOfTheSimulator() {
    return Stream.of(Tokens.class, GitLabTokens.class, BitbucketTokens.class)
        .flatMap(LeakWatch::constants)
        .filter(text -> text.matches("[\\w.=+/-]{20,}"));
  }

  private static Stream<String> constants(Class<?> type) {
    return Arrays.stream(type.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .filter(field -> field.getType() == String.class)
        .map(field -> {
          try {
            return String.valueOf(field.get(null));
          } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
