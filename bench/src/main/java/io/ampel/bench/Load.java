package io.ampel.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Several clients, each with a connection of its own, that ask again as soon as they are answered.
 */
record Load(URI server, int clients, List<byte[]> requests) {

  /**
   * @return answers in each second of every window
   */
  List<Double> windows(int count, int seconds) throws IOException, InterruptedException {
    var answered = new LongAdder();
    var over = new AtomicBoolean();
    try (var threads = Executors.newFixedThreadPool(clients);
        var _ = new End(over)) {
      Callable<Void> client = () -> ask(answered, over);
      var running = new ArrayList<java.util.concurrent.Future<Void>>();
      for (var number = 0; number < clients; number++) {
        running.add(threads.submit(client));
      }
      var rates = measure(answered, count, seconds);
      over.set(true);
      for (var one : running) one.get();
      return rates;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  /** Whatever happens, nobody goes on asking. */
  private record End(AtomicBoolean over) implements AutoCloseable {
    @Override
    public void close() {
      over.set(true);
    }
  }

  private static List<Double> measure(LongAdder answered, int count, int seconds)
      throws InterruptedException {
    var rates = new ArrayList<Double>();
    for (var window = 0; window < count; window++) {
      var before = answered.sum();
      var began = System.nanoTime();
      Thread.sleep(seconds * 1000L);
      rates.add((answered.sum() - before) * 1e9 / (System.nanoTime() - began));
    }
    return rates;
  }

  private Void ask(LongAdder answered, AtomicBoolean over) throws IOException {
    try (var connection = new KeptConnection(server)) {
      for (var number = 0; !over.get(); number++) {
        connection.ask(requests.get(number % requests.size()));
        answered.increment();
      }
    }
    return null;
  }
}
