package io.ampel.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ampel.platform.LeakWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Visits Ampel over real HTTP as a browser or a program would, for the tests of all rooms. Keeps
 * its cookies, follows no redirect, and sends the request token along.
 */
public final class Visitor {
  public static final String EMAIL = "ada@example.org";
  public static final String PASSWORD = "correct horse battery";

  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(cookies).connectTimeout(Duration.ofSeconds(5)).build();
  private final URI base;
  private String bearer = "";

  public Visitor(int port) {
    this.base = URI.create("http://127.0.0.1:" + port);
  }

  /** A visitor who has made the first account and is signed in. */
  public static Visitor first(int port) {
    var visitor = new Visitor(port);
    var answer =
        visitor.submit(
            "/welcome", Map.of("email", EMAIL, "name", "Ada Lovelace", "password", PASSWORD));
    if (answer.statusCode() != 302) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return visitor;
  }

  /** Adds a person by REST and returns them as a signed-in visitor. */
  public Visitor add(int port, String email) {
    var body =
        "{\"email\":\"%s\",\"name\":\"%s\",\"password\":\"%s\"}"
            .formatted(email, email.replaceFirst("@.*", ""), PASSWORD);
    var added = json("POST", "/api/v1/people", body);
    if (added.statusCode() != 201) throw new IllegalStateException(added.body());
    var visitor = new Visitor(port);
    visitor.signIn(email, PASSWORD);
    return visitor;
  }

  public HttpResponse<String> signIn(String email, String password) {
    var answer = submit("/sign-in", Map.of("email", email, "password", password));
    cookie("ampel_session").ifPresent(LeakWatch::plant);
    return answer;
  }

  /** A program with a new API token of this visitor. */
  public Visitor program(String scope) {
    var made =
        json("POST", "/api/v1/api-tokens", "{\"name\":\"test\",\"scope\":\"%s\"}".formatted(scope));
    var program = new Visitor(base.getPort());
    program.bearer = LeakWatch.plant(read(made).get("token").asString());
    return program;
  }

  public Visitor bearer(String token) {
    bearer = token;
    return this;
  }

  public String bearer() {
    return bearer;
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  /** Sends a form as the page at the same path would. */
  public HttpResponse<String> submit(String path, Map<String, String> fields, String... headers) {
    if (requestToken().isEmpty()) get("/sign-in");
    if (requestToken().isEmpty()) get("/welcome");
    var form =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        request(path, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-XSRF-TOKEN", requestToken().orElse("none"))
            .POST(BodyPublishers.ofString(form)));
  }

  public HttpResponse<String> json(String method, String path, String body, String... headers) {
    var request = request(path, headers).header("Content-Type", "application/json");
    requestToken().ifPresent(token -> request.header("X-XSRF-TOKEN", token));
    return send(request.method(method, BodyPublishers.ofString(body)));
  }

  public static JsonNode read(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  public Optional<String> cookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  private Optional<String> requestToken() {
    return cookie("XSRF-TOKEN").filter(token -> !token.isEmpty());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
    if (headers.length > 0) request.headers(headers);
    if (!bearer.isEmpty()) request.header("Authorization", "Bearer " + bearer);
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
