package io.ampel.bench;

import io.ampel.Ampel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Ampel in a process of its own, with a stopwatch that the bench starts and stops by lines on the
 * standard input. It ends when that ends, so that no bench leaves one behind.
 */
final class MeasuredAmpel {
  static final String FILL = "fill";
  static final String SERVE = "serve";
  static final String BEGIN = "begin";
  static final String END = "end";
  static final String TAKEN = "taken ";
  static final String COUNT = "count";
  static final String COUNTED = "counted ";

  /** Ampel itself says the address at which people reach it. */
  static final String READY = "Bench is ready: ";

  private MeasuredAmpel() {}

  public static void main(String... arguments) throws IOException {
    switch (arguments[0]) {
      case FILL -> fill(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
      case SERVE -> serve();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void fill(int repositories, int pullRequests) {
    try (var context =
        start(new Stopwatch(), "--db-scheduler.enabled=false", "--ampel.sync.enabled=false")) {
      Company.in(context).settle(repositories, pullRequests);
    }
    System.exit(0);
  }

  private static void serve() throws IOException {
    var answers = Program.answers();
    var stopwatch = new Stopwatch();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var context = start(stopwatch)) {
      answers.println(READY + "http://127.0.0.1:" + port(context));
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        obey(line.split(" "), stopwatch, answers);
      }
    }
    System.exit(0);
  }

  private static int port(ConfigurableApplicationContext context) {
    var server = ((WebServerApplicationContext) context).getWebServer();
    return Objects.requireNonNull(server).getPort();
  }

  private static void obey(String[] words, Stopwatch stopwatch, PrintStream answers) {
    switch (words[0]) {
      case BEGIN -> stopwatch.begin(Boolean.parseBoolean(words[1]));
      case END -> answers.println(TAKEN + stopwatch.end(Integer.parseInt(words[1])));
      case COUNT -> answers.println(COUNTED + stopwatch.statements());
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private static ConfigurableApplicationContext start(Stopwatch stopwatch, String... more) {
    var ampel = new SpringApplication(Ampel.class);
    ampel.addInitializers(context -> attach(stopwatch, (GenericApplicationContext) context));
    var arguments = new ArrayList<>(List.of("--server.port=0"));
    arguments.addAll(List.of(more));
    return ampel.run(arguments.toArray(String[]::new));
  }

  private static void attach(Stopwatch stopwatch, GenericApplicationContext context) {
    context.registerBean("benchStatements", Statements.class, () -> new Statements(stopwatch));
    context.registerBean(
        "benchStopwatch",
        WebServerFactoryCustomizer.class,
        () ->
            (WebServerFactoryCustomizer<TomcatServletWebServerFactory>)
                tomcat -> tomcat.addEngineValves(stopwatch));
  }
}
