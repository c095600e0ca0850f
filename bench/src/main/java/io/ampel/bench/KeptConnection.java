package io.ampel.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is kept open, as a browser keeps its own, and opened anew when the server ends
 * it. It does as little as it can, because it takes its time from the server on the same machine.
 */
final class KeptConnection implements AutoCloseable {
  private static final int PATIENCE = 30_000;
  private final URI server;
  private @Nullable Socket socket;
  private @Nullable InputStream in;
  private byte[] body = new byte[1 << 18];
  private int length;
  private boolean zipped;

  KeptConnection(URI server) {
    this.server = server;
  }

  /** What a browser would send; {@code credentials} is a whole header line. */
  static byte[] request(URI server, String path, String credentials) {
    return """
    GET %s HTTP/1.1
    Host: %s
    Accept: text/html,application/json;q=0.9
    Accept-Encoding: gzip
    Accept-Language: en
    %s

    """
        .formatted(path, server.getAuthority(), credentials)
        .replace("\n", "\r\n")
        .getBytes(US_ASCII);
  }

  /**
   * Sends and reads the whole answer.
   *
   * @return the bytes of its body as they came over the wire
   */
  int ask(byte[] request) throws IOException {
    var input = in == null ? open() : in;
    if (socket != null) socket.getOutputStream().write(request);
    var status = line(input).split(" ", 3);
    var goesOn = headersAndBody(input);
    if (!goesOn) close();
    if (status.length < 2 || !status[1].equals("200")) {
      throw new IOException("the server answered " + String.join(" ", status) + ": " + text());
    }
    return length;
  }

  /** The body of the last answer, unpacked. */
  String text() throws IOException {
    var bytes = new ByteArrayInputStream(body, 0, length);
    try (var plain = zipped ? new GZIPInputStream(bytes) : bytes) {
      return new String(plain.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private InputStream open() throws IOException {
    var opened = new Socket(server.getHost(), server.getPort());
    opened.setTcpNoDelay(true);
    opened.setSoTimeout(PATIENCE);
    var input = new BufferedInputStream(opened.getInputStream(), 1 << 16);
    socket = opened;
    in = input;
    return input;
  }

  private boolean headersAndBody(InputStream input) throws IOException {
    var goesOn = true;
    var chunked = false;
    var announced = 0;
    zipped = false;
    for (var header = line(input); !header.isEmpty(); header = line(input)) {
      var lower = header.toLowerCase(Locale.ROOT);
      if (lower.equals("connection: close")) goesOn = false;
      else if (lower.equals("transfer-encoding: chunked")) chunked = true;
      else if (lower.equals("content-encoding: gzip")) zipped = true;
      else if (lower.startsWith("content-length:")) {
        announced = Integer.parseInt(lower.substring(15).strip());
      }
    }
    length = 0;
    if (chunked) {
      chunks(input);
    } else {
      take(input, announced);
    }
    return goesOn;
  }

  private void chunks(InputStream input) throws IOException {
    for (var size = size(input); size > 0; size = size(input)) {
      take(input, size);
      line(input);
    }
    line(input);
  }

  private static int size(InputStream input) throws IOException {
    return Integer.parseInt(line(input), 16);
  }

  private void take(InputStream input, int count) throws IOException {
    while (length + count > body.length) {
      body = Arrays.copyOf(body, body.length * 2);
    }
    if (input.readNBytes(body, length, count) != count) {
      throw new IOException("the server ended its answer too early");
    }
    length += count;
  }

  private static String line(InputStream input) throws IOException {
    var line = new StringBuilder(80);
    for (var c = input.read(); c != '\n'; c = input.read()) {
      if (c < 0) throw new IOException("the server ended the connection");
      if (c != '\r') line.append((char) c);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    if (socket != null) socket.close();
    socket = null;
    in = null;
  }
}
