package io.ampel.provider;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** An answer that was read to its end, so that it can be looked at before it is handed on. */
public record WholeAnswer(int status, HttpHeaders headers, byte[] body)
    implements ClientHttpResponse {
  private static final int LARGEST = 32 * 1024 * 1024;

  public static WholeAnswer read(ClientHttpResponse response) throws IOException {
    try (response) {
      var body = response.getBody().readNBytes(LARGEST + 1);
      if (body.length > LARGEST) {
        throw new IOException("the answer is larger than " + LARGEST + " bytes");
      }
      return new WholeAnswer(
          response.getStatusCode().value(), new HttpHeaders(response.getHeaders()), body);
    }
  }

  @Override
  public HttpStatusCode getStatusCode() {
    return HttpStatusCode.valueOf(status);
  }

  @Override
  public String getStatusText() {
    return "";
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
