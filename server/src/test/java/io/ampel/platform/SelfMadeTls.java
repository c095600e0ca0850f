package io.ampel.platform;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.springframework.util.FileSystemUtils;

/** A server on localhost whose certificate nobody has signed but itself. */
public final class SelfMadeTls implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final HttpsServer server;

  private SelfMadeTls(Path folder, HttpsServer server) {
    this.folder = folder;
    this.server = server;
  }

  public static SelfMadeTls start(HttpHandler handler) {
    try {
      var folder = Files.createTempDirectory("self-made-tls-");
      keytool(
          folder,
          "-genkeypair",
          "-keyalg",
          "EC",
          "-dname",
          "CN=localhost",
          "-ext",
          "SAN=DNS:localhost");
      keytool(folder, "-exportcert", "-rfc", "-file", folder.resolve("own.pem").toString());
      var server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context(folder)));
      server.createContext("/", handler);
      server.start();
      return new SelfMadeTls(folder, server);
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public URI url() {
    return URI.create("https://localhost:" + server.getAddress().getPort());
  }

  /** Whoever trusts this, trusts the server. */
  Path certificate() {
    return folder.resolve("own.pem");
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    FileSystemUtils.deleteRecursively(folder);
  }

  private static SSLContext context(Path folder) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(folder.resolve("own.p12").toFile(), PASSWORD);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(Path folder, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "own", "-storepass", new String(PASSWORD)));
    command.addAll(List.of("-keystore", folder.resolve("own.p12").toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) throw new IOException(said);
  }
}
