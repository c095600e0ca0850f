package io.ampel.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Seconds of processor time that were spent so far, by whom. Everything that the machine did
 * besides is noise, and known only where {@code /proc} tells it.
 *
 * @param wall seconds of the clock
 * @param machine everything that was done at all, or NaN
 */
record Effort(double wall, double server, double database, double bench, double machine) {
  private static final Path STAT = Path.of("/proc/stat");
  private static final double TICKS = 100;

  static Effort soFar(AmpelServer server) throws IOException {
    var database = server.database();
    return new Effort(
        System.nanoTime() / 1e9,
        seconds(server.handle()),
        Stream.concat(Stream.of(database), database.children()).mapToDouble(Effort::seconds).sum(),
        seconds(ProcessHandle.current()),
        everything());
  }

  Effort since(Effort before) {
    return new Effort(
        wall - before.wall,
        server - before.server,
        database - before.database,
        bench - before.bench,
        machine - before.machine);
  }

  /** What others did on the machine meanwhile, or NaN. */
  double others() {
    return Math.max(0, machine - server - database - bench);
  }

  /** The share, in percent, of all that the processors could have done. */
  double share(double seconds) {
    return 100 * seconds / (wall * Runtime.getRuntime().availableProcessors());
  }

  private static double seconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
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
