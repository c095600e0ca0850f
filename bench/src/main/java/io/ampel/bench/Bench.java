package io.ampel.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs a bench by its name, and says by its exit code whether all targets were met. */
public final class Bench {
  static final int MET = 0;
  static final int MISSED = 1;
  static final int USAGE = 2;

  private final List<Measurement> all;
  private final PrintStream out;
  private final PrintStream err;

  Bench(List<Measurement> all, PrintStream out, PrintStream err) {
    this.all = all;
    this.out = out;
    this.err = err;
  }

  public static void main(String... arguments) {
    System.exit(
        new Bench(
                List.of(
                    new DashboardBench(),
                    new IdleSweepBench(),
                    new FirstLoadBench(),
                    new FreshnessBench(),
                    new NaiveBench(),
                    new ChaosBench()),
                System.out,
                System.err)
            .run(arguments));
  }

  /** Takes nothing, or a name, or a name and {@code --json FILE}. */
  int run(String... arguments) {
    if (arguments.length == 0) {
      out.print(list());
      return MET;
    }
    if (arguments.length != 1 && !(arguments.length == 3 && arguments[1].equals("--json"))) {
      return refuse("bench takes a NAME and --json FILE.");
    }
    var found = all.stream().filter(one -> one.name().equals(arguments[0])).findFirst();
    if (found.isEmpty()) {
      return refuse("There is no bench '%s', only: %s.".formatted(arguments[0], names()));
    }
    var file = arguments.length == 3 ? Optional.of(Path.of(arguments[2])) : Optional.<Path>empty();
    if (file.isPresent() && !isWritable(file.get())) {
      return refuse("bench cannot write to %s.".formatted(file.get()));
    }
    return measure(found.get(), file);
  }

  private int measure(Measurement bench, Optional<Path> file) {
    try {
      var findings = bench.run(sentence -> out.println("  " + sentence));
      var report = new Report(bench.name(), Machine.commit(), Machine.here(), findings.results());
      out.println();
      out.print(report.table());
      out.println();
      findings.remarks().forEach(out::println);
      if (file.isPresent()) Files.writeString(file.get(), report.json());
      return report.isMet() ? MET : MISSED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("The bench was interrupted.");
      return MISSED;
    } catch (Exception e) {
      err.println("The bench failed: " + e.getMessage());
      e.printStackTrace(err);
      return MISSED;
    }
  }

  private int refuse(String sentence) {
    err.println(sentence);
    return USAGE;
  }

  private String names() {
    return all.stream().map(Measurement::name).collect(Collectors.joining(", "));
  }

  private String list() {
    var width = all.stream().mapToInt(one -> one.name().length()).max().orElse(0);
    return all.stream()
        .map(one -> ("%-" + width + "s  %s%n").formatted(one.name(), one.about()))
        .collect(Collectors.joining());
  }

  /** Asked before minutes are spent on what could then not be kept. */
  private static boolean isWritable(Path file) {
    try {
      if (Files.exists(file)) return Files.isRegularFile(file) && Files.isWritable(file);
      Files.delete(Files.createFile(file));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
