package io.ampel.platform;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** An answer whose body has been read whole, within a size and a time. */
final class AnswerBody implements ClientHttpResponse {
  private final HttpStatusCode status;
  private final String statusText;
  private final HttpHeaders headers;
  private final byte[] body;

  private AnswerBody(HttpStatusCode status, String statusText, HttpHeaders headers, byte[] body) {
    this.status = status;
    this.statusText = statusText;
    this.headers = headers;
    this.body = body;
  }

  /** The other side sends more than anybody should have to read. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    TooLarge(int limit) {
      super("more than " + limit + " bytes");
    }
  }

  static AnswerBody read(ClientHttpResponse response, int limit, Duration patience)
      throws IOException {
    try (response) {
      return new AnswerBody(
          response.getStatusCode(),
          response.getStatusText(),
          response.getHeaders(),
          read(response.getBody(), limit, System.nanoTime() + patience.toNanos()));
    }
  }

  private static byte[] read(InputStream in, int limit, long deadline) throws IOException {
    var whole = new ByteArrayOutputStream();
    var part = new byte[16_384];
    for (var count = in.read(part); count >= 0; count = in.read(part)) {
      whole.write(part, 0, count);
      if (whole.size() > limit) throw new TooLarge(limit);
      if (System.nanoTime() > deadline) throw new InterruptedIOException("the answer trickles");
    }
    return whole.toByteArray();
  }

  @Override
  public HttpStatusCode getStatusCode() {
    return status;
  }

  @Override
  public String getStatusText() {
    return statusText;
  }

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }

  @Override
  public InputStream getBody() {
    return new ByteArrayInputStream(body);
  }

  @Override
  public void close() {}
}
