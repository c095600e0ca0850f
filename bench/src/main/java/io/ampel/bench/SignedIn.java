package io.ampel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/**
 * How somebody proves to a server who they are.
 *
 * @param browser header line of a browser that has signed in
 * @param program header line of a program with an API token
 */
record SignedIn(String browser, String program) {

  /** Signs in by the form, as people do, and makes an API token. */
  static SignedIn at(URI server, String email, String password)
      throws IOException, InterruptedException {
    var cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    try (var http = HttpClient.newBuilder().cookieHandler(cookies).build()) {
      get(http, server.resolve("/sign-in"));
      var form = "email=%s&password=%s".formatted(encoded(email), encoded(password));
      var answer =
          http.send(
              HttpRequest.newBuilder(server.resolve("/sign-in"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("X-XSRF-TOKEN", cookie(cookies, "XSRF-TOKEN"))
                  .POST(BodyPublishers.ofString(form))
                  .build(),
              BodyHandlers.ofString());
      if (answer.statusCode() != 302) {
        throw new IOException("the sign-in was answered with " + answer.statusCode());
      }
      var session =
          "Cookie: ampel_session=%s; XSRF-TOKEN=%s"
              .formatted(cookie(cookies, "ampel_session"), cookie(cookies, "XSRF-TOKEN"));
      return new SignedIn(session, "Authorization: Bearer " + token(server, email, password));
    }
  }

  private static String token(URI server, String email, String password)
      throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var pair = Base64.getEncoder().encodeToString((email + ":" + password).getBytes(UTF_8));
      var answer =
          http.send(
              HttpRequest.newBuilder(server.resolve("/api/v1/api-tokens"))
                  .header("Authorization", "Basic " + pair)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"name\": \"bench\"}"))
                  .build(),
              BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new IOException("an API token was refused: " + answer.body());
      }
      return JsonMapper.shared().readTree(answer.body()).get("token").asString();
    }
  }

  private static void get(HttpClient http, URI address) throws IOException, InterruptedException {
    http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
  }

  private static String cookie(CookieManager cookies, String name) throws IOException {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst()
        .orElseThrow(() -> new IOException("the server set no cookie " + name));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
