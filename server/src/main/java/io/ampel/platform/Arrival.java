package io.ampel.platform;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says where Ampel can be reached now that it can. The demonstration says more, and later. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class Arrival implements ApplicationRunner {
  private final ApplicationContext context;
  private final AmpelProperties properties;
  private final Environment environment;

  Arrival(ApplicationContext context, AmpelProperties properties, Environment environment) {
    this.context = context;
    this.properties = properties;
    this.environment = environment;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (properties.demo() || !(context instanceof WebServerApplicationContext web)) return;
    var server = web.getWebServer();
    if (server != null) System.out.println("Ampel is ready: " + address(server.getPort()));
  }

  private String address(int port) {
    if (properties.publicUrl() != null) return properties.publicUrl().toString();
    var host = environment.getProperty("server.address", "127.0.0.1");
    return "http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port;
  }
}
