package io.ampel;

import io.ampel.platform.CommandLine;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Ampel, or does with it what the first word of the command line says. */
@SpringBootApplication
public class Ampel {
  public static void main(String... args) {
    CommandLine.run(Ampel.class, args);
  }
}
