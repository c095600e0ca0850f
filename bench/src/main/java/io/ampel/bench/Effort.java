package io.ampel.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Seconds of processor time that were spent so far, by whom. Everything that the machine did
 * besides is noise, and known only where {@code /proc} tells it.
 *
 * @param wall seconds of the clock
 * @param machine everything that was done at all, or NaN
 */
record Effort(
    double wall, double server, double database, double simulator, double bench, double machine) {
  private static final Path STAT = Path.of("/proc/stat");
  private static final double TICKS = 100;

  static Effort soFar(AmpelServer server) throws IOException {
    return soFar(server, 0);
  }

  static Effort soFar(AmpelServer server, SimulatorProcess simulator) throws IOException {
    return soFar(server, seconds(simulator.handle()));
  }

  private static Effort soFar(AmpelServer server, double simulator) throws IOException {
    var database = server.database();
    return new Effort(
        System.nanoTime() / 1e9,
        seconds(server.handle()),
        ended(database)
            + Stream.concat(Stream.of(database), database.children())
                .mapToDouble(Effort::seconds)
                .sum(),
        simulator,
        seconds(ProcessHandle.current()),
        everything());
  }

  Effort since(Effort before) {
    return new Effort(
        wall - before.wall,
        server - before.server,
        database - before.database,
        simulator - before.simulator,
        bench - before.bench,
        machine - before.machine);
  }

  /** What others did on the machine meanwhile, or NaN. */
  double others() {
    return Math.max(0, machine - own());
  }

  /** What all processes of the bench did. */
  double own() {
    return server + database + simulator + bench;
  }

  /** The share, in percent, of all that the processors could have done. */
  double share(double seconds) {
    return 100 * seconds / (wall * Runtime.getRuntime().availableProcessors());
  }

  /** In a sentence or two: whether others disturbed, and whether it is processors that limit. */
  String limit() {
    var noise =
        Double.isFinite(others())
            ? "Other work on the machine took %.0f %%. ".formatted(share(others()))
            : "";
    var busy = share(own()) + (Double.isFinite(others()) ? share(others()) : 0);
    return noise
        + (busy > 85
            ? "Processor time limits, most of it the %s's.".formatted(busiest())
            : "Waiting limits, not processor time.");
  }

  private String busiest() {
    return Stream.of(
            Map.entry("server", server),
            Map.entry("database", database),
            Map.entry("simulator", simulator),
            Map.entry("client", bench))
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }

  private static double seconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /** What children took that have ended, such as closed connections and the database's cleaning. */
  private static double ended(ProcessHandle process) throws IOException {
    var stat = Path.of("/proc", String.valueOf(process.pid()), "stat");
    if (!Files.isReadable(stat)) return 0;
    var text = Files.readString(stat);
    var fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS;
  }

  /**
   * user, nice, system, interrupts and what the host took away; not idle, not waiting for discs.
   */
  private static double everything() throws IOException {
    if (!Files.isReadable(STAT)) return Double.NaN;
    try (var lines = Files.lines(STAT)) {
      var ticks =
          lines
              .filter(line -> line.startsWith("cpu "))
              .flatMap(line -> Arrays.stream(line.strip().split("\\s+")).skip(1).limit(8))
              .mapToLong(Long::parseLong)
              .toArray();
      return (Arrays.stream(ticks).sum() - ticks[3] - ticks[4]) / TICKS;
    }
  }
}
