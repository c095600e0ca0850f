package io.ampel;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Ampel. */
@SpringBootApplication
public class Ampel {
  public static void main(String... args) {
    SpringApplication.run(Ampel.class, args);
  }
}
