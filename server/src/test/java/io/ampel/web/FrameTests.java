package io.ampel.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Live;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@AmpelTest
@Import(FrameTests.Mishaps.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrameTests {
  private static final String UNKNOWN = "0b5b1c5e-6f3f-4c5e-9a55-6f2d6f3f0a11";

  @LocalServerPort int port;
  @Autowired Live live;
  @Autowired EventStream stream;
  private Visitor ada;

  @BeforeAll
  void createTheFirstAccount() {
    ada = Visitor.first(port);
  }

  /** What stands in every row is drawn once, in a picture that all pages refer to. */
  @Test
  void drawsTheIconsOfRowsOnce() {
    assertThat(Icons.svg("external-link"))
        .contains("<use href=\"/icons.svg?v=")
        .contains("#external-link\"/>")
        .doesNotContain("<path");
    assertThat(Icons.svg("refresh")).contains("<path").doesNotContain("<use");
    var sheet = new Visitor(port).get(IconSheet.address());
    assertThat(sheet.statusCode()).isEqualTo(200);
    assertThat(sheet.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
    assertThat(sheet.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
    assertThat(sheet.body()).contains("<symbol id=\"external-link\"").contains("<path");
  }

  /** A page is packed for whom takes it packed, and says so to caches. */
  @ParameterizedTest
  @CsvSource({"gzip, true", "'br, GZIP;q=0.8', true", "gzip;q=0, false", "identity, false"})
  void packsPages(String encodings, boolean packed) throws Exception {
    var cookies = "ampel_session=" + ada.cookie("ampel_session").orElseThrow();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/settings/profile"))
            .header("Cookie", cookies)
            .header("Accept-Encoding", encodings)
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Encoding").isPresent()).isEqualTo(packed);
      assertThat(answer.headers().allValues("Vary")).anyMatch("accept-encoding"::equalsIgnoreCase);
      var bytes = new java.io.ByteArrayInputStream(answer.body());
      var body = packed ? new java.util.zip.GZIPInputStream(bytes) : bytes;
      assertThat(new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("Ada Lovelace")
          .endsWith("</html>\n");
    }
  }

  /** Everything that can go wrong. */
  @TestConfiguration
  static class Mishaps {
    enum Colour {
      RED
    }

    record Body(@NotBlank String name, @Nullable Colour colour) {}

    @RestController
    static class Controller {
      @GetMapping({"/api/v1/mishap/{id}", "/mishap/{id}"})
      String byId(@PathVariable UUID id) {
        if (id.toString().equals(UNKNOWN)) throw Problem.notFound();
        throw new IllegalStateException("secret " + id);
      }

      @PostMapping("/api/v1/mishap")
      String post(@Valid @RequestBody Body body) {
        throw Problem.of(HttpStatus.CONFLICT, "HEAD_MOVED")
            .title("The head moved")
            .detail("It was abc.")
            .nextStep("Look again.")
            .url("https://example.org/1")
            .with("confirmation", "c1");
      }

      @GetMapping("/api/v1/mishap")
      String query(@RequestParam(defaultValue = "red") Colour colour) {
        return colour.name();
      }
    }

    @Bean
    EventFilter onlyOneself() {
      return new EventFilter() {
        @Override
        public String topic() {
          return "test";
        }

        @Override
        public Predicate<Viewer> audience(String id) {
          return viewer -> viewer.id().toString().equals(id);
        }
      };
    }
  }

  @Test
  void everyAnswerCarriesTheHeaders() {
    for (var path : new String[] {"/sign-in", "/settings/profile", "/api/v1/me", "/nowhere"}) {
      var headers = ada.get(path).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .startsWith("default-src 'self'; img-src 'self' https: data:;")
          .contains("frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
      assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(headers.firstValue("Referrer-Policy")).hasValue("same-origin");
      assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
    }
  }

  @Test
  void pagesHoldNoInlineScriptOrStyle() {
    for (var path :
        new String[] {"/sign-in", "/settings/profile", "/people", "/audit", "/nowhere"}) {
      assertThat(ada.get(path).body())
          .as(path)
          .doesNotContainPattern("<script(?![^>]*\\bsrc=)")
          .doesNotContain("<style", " style=", " onclick=", "javascript:");
    }
  }

  @Test
  void stylesAndScriptsAreKeptByBrowsers() {
    var page = ada.get("/settings/profile").body();
    var matcher =
        java.util.regex.Pattern.compile("(?:href|src)=\"(/[^\"]+\\?v=[0-9a-f]{12})").matcher(page);
    int found = 0;
    for (; matcher.find(); found++) {
      var answer = ada.get(matcher.group(1));
      assertThat(answer.statusCode()).as(matcher.group(1)).isEqualTo(200);
      assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
          .contains("immutable", "public");
    }
    assertThat(found).isGreaterThanOrEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /api/v1/mishap/" + UNKNOWN + ",   404, NOT_FOUND",
    "GET,    /api/v1/mishap/not-an-id,         404, NOT_FOUND",
    "GET,    /api/v1/nowhere,                  404, NOT_FOUND",
    "DELETE, /api/v1/api-tokens/not-an-id,     404, NOT_FOUND",
    "GET,    /api/v1/mishap?colour=green,      400, INVALID",
    "PUT,    /api/v1/mishap,                   405, METHOD_NOT_ALLOWED",
  })
  void problemsHaveOneShape(String method, String path, int status, String code) {
    var answer = ada.json(method, path, "");
    assertProblem(answer, status, code);
    assertThat(Visitor.read(answer).get("instance").asString())
        .isEqualTo(path.replaceFirst("\\?.*", ""));
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    var problem = Visitor.read(answer);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("code").asString()).isEqualTo(code);
    assertThat(problem.get("title").asString()).isNotBlank();
  }

  @Test
  void aMissingMethodNamesThoseThereAre() {
    assertThat(ada.json("PUT", "/api/v1/mishap", "{}").headers().firstValue("Allow").orElse(""))
        .contains("POST", "GET");
  }

  @Test
  void aBodyThatCannotBeUsedIsExplained() {
    assertProblem(ada.json("POST", "/api/v1/mishap", "{nonsense"), 400, "UNREADABLE");
    var blank = ada.json("POST", "/api/v1/mishap", "{\"name\":\" \"}");
    assertProblem(blank, 400, "INVALID");
    assertThat(Visitor.read(blank).get("fields").findValuesAsString("field"))
        .containsExactly("name");
    var colour = ada.json("POST", "/api/v1/mishap", "{\"name\":\"a\",\"colour\":\"green\"}");
    assertProblem(colour, 400, "INVALID");
    assertThat(Visitor.read(colour).get("fields").findValuesAsString("field"))
        .containsExactly("colour");
    var huge = ada.json("POST", "/api/v1/mishap", "{\"name\":\"" + "a".repeat(1_100_000) + "\"}");
    assertProblem(huge, 413, "CONTENT_TOO_LARGE");
  }

  @Test
  void anotherContentTypeIsRefused() throws Exception {
    var token = ada.program("ACT").bearer();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/mishap"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      assertProblem(http.send(request, BodyHandlers.ofString()), 415, "UNSUPPORTED_MEDIA_TYPE");
    }
  }

  @Test
  void aRefusalTellsWhatToDo() {
    var answer = ada.json("POST", "/api/v1/mishap", "{\"name\":\"a\",\"colour\":\"Red\"}");
    assertProblem(answer, 409, "HEAD_MOVED");
    var problem = Visitor.read(answer);
    assertThat(problem.get("detail").asString()).isEqualTo("It was abc.");
    assertThat(problem.get("nextStep").asString()).isEqualTo("Look again.");
    assertThat(problem.get("url").asString()).isEqualTo("https://example.org/1");
    assertThat(problem.get("confirmation").asString()).isEqualTo("c1");
  }

  @Test
  void theUnexpectedTellsNothingButANumber() {
    var id = UUID.randomUUID();
    var answer = ada.get("/api/v1/mishap/" + id);
    assertProblem(answer, 500, "INTERNAL_SERVER_ERROR");
    assertThat(answer.body()).doesNotContain("secret", "Exception");
    assertThat(Visitor.read(answer).get("traceId").asString()).matches("[0-9a-f]{16}");
    var page = ada.get("/mishap/" + id);
    assertThat(page.statusCode()).isEqualTo(500);
    assertThat(page.body()).contains("Trace ").doesNotContain("secret");
  }

  @Test
  void peopleGetAPageAndFragmentsAFragment() {
    var page = ada.get("/mishap/not-an-id");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
    assertThat(page.body()).contains("<!doctype html>", "Not found");
    var fragment = ada.get("/mishap/not-an-id", "HX-Request", "true");
    assertThat(fragment.headers().firstValue("Ampel-Problem")).hasValue("NOT_FOUND");
    assertThat(fragment.body()).startsWith("<div class=\"note note-danger\"");
    var out = new Visitor(port).get("/settings/profile", "HX-Request", "true");
    assertThat(out.headers().firstValue("HX-Redirect")).hasValue("/sign-in");
  }

  @Test
  void forwardedHeadersOfStrangersDoNotCount() {
    var answer =
        ada.get("/sign-in", "X-Forwarded-Proto", "https", "X-Forwarded-For", "203.0.113.7");
    assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
  }

  @Test
  void describesItsRestAndIsWellAndClosesTheRest() {
    var stranger = new Visitor(port);
    assertThat(stranger.get("/actuator/health").body()).contains("\"UP\"");
    assertThat(stranger.get("/actuator/env").statusCode()).isEqualTo(401);
    assertThat(ada.get("/actuator/env").statusCode()).isEqualTo(403);
    var description = stranger.get("/v3/api-docs");
    assertThat(description.body()).contains("/api/v1/me").doesNotContain("\"Frame\"", "csrf");
    assertThat(stranger.get("/v3/docs").statusCode()).isEqualTo(200);
  }

  @Test
  void eventsReachThoseWhoMaySeeThem() throws Exception {
    var me = Visitor.read(ada.get("/api/v1/me")).get("id").asString();
    try (var listener = new Listener(port, ada.cookie("ampel_session").orElseThrow())) {
      live.publish("test", UUID.randomUUID().toString());
      live.publish("unknown-topic", me);
      live.publish("test", me);
      assertThat(listener.next()).isEqualTo("{\"topic\":\"test\",\"id\":\"" + me + "\"}");
      assertThat(listener.heard).isEmpty();
    }
    assertThat(new Visitor(port).get("/events").statusCode()).isEqualTo(401);
  }

  @Test
  void signingOutEndsTheStream() throws Exception {
    var visitor = ada.add(port, "listener@example.org");
    try (var listener = new Listener(port, visitor.cookie("ampel_session").orElseThrow())) {
      visitor.submit("/sign-out", Map.of());
      assertThat(listener.over(Duration.ofSeconds(5))).isTrue();
    }
  }

  /** Hears the stream of one browser. */
  private static final class Listener implements AutoCloseable {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Thread thread;

    Listener(int port, String session) throws IOException, InterruptedException {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events"))
              .header("Cookie", "ampel_session=" + session)
              .build();
      var answer = http.send(request, BodyHandlers.ofLines());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      thread =
          Thread.ofVirtual()
              .start(() ->
                  answer
                      .body()
                      .filter(line -> line.startsWith("data:"))
                      .forEach(line -> heard.add(line.substring(5))));
    }

    String next() throws InterruptedException {
      return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
    }

    boolean over(Duration within) throws InterruptedException {
      return thread.join(within);
    }

    @Override
    public void close() {
      http.shutdownNow();
    }
  }
}
