package io.ampel.simulator.gitlab;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Avatars;
import io.ampel.simulator.Json;
import io.ampel.simulator.News;
import io.ampel.simulator.Person;
import io.ampel.simulator.Postman;
import io.ampel.simulator.Provider;
import io.ampel.simulator.Request;
import io.ampel.simulator.Token;
import io.ampel.simulator.Token.Defect;
import io.ampel.simulator.World;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * GitLab, below {@code /api/v4} and {@code /api/graphql}, with plain pages for everything else.
 * What kind of GitLab it is says its {@link Instance}.
 */
public final class GitLab implements Provider {
  private static final int LONGEST_QUERY = 10_000;
  private static final int DEEPEST_QUERY = 20;
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Pattern NAME = Pattern.compile("(?:query|mutation)\\s+(\\w+)");

  private final Supplier<World> world;
  private final Instance instance = new Instance();
  private final Budget budget;
  private final Rest rest = new Rest();
  private final Deliveries deliveries;
  private final AtomicLong requests = new AtomicLong();
  private volatile Duration perMergeRequest = Duration.ZERO;

  public GitLab(Supplier<World> world, Clock clock, Postman postman) {
    this.world = world;
    this.deliveries = new Deliveries(postman);
    this.budget = new Budget(clock);
  }

  /** What kind of GitLab this is. */
  public Instance instance() {
    return instance;
  }

  /** Gives everybody this many calls a minute. */
  public GitLab callsPerMinute(int calls) {
    budget.perMinute(calls);
    return this;
  }

  /** GitLab takes a token in two ways. */
  @Override
  public Optional<String> tokenIn(Request request) {
    return request
        .header("private-token")
        .or(() ->
            request
                .header("authorization")
                .filter(each -> each.startsWith("Bearer "))
                .map(each -> each.substring("Bearer ".length()).strip()));
  }

  @Override
  public void happened(World changed, List<News> news, URI base) {
    deliveries.happened(changed, news, base);
  }

  @Override
  public void timeModel(Duration time) {
    perMergeRequest = time;
  }

  @Override
  public void reset() {
    budget.reset();
    world.get().keep(Instance.class, instance);
  }

  /** What can be asked of a query of this person. */
  static int mostComplex(@Nullable Person person) {
    return person == null ? 200 : 250;
  }

  // --- at the door
  // ------------------------------------------------------------------------------------------

  @Override
  public Answer answer(Request request) {
    world.get().settle();
    Acts.mergeArmed(world.get(), instance);
    var path = request.path();
    if (path.equals("/api/graphql")) {
      return common(graphql(request));
    }
    if (path.startsWith("/api/v4/")) {
      return common(rest(request.below("/api/v4")));
    }
    if (path.startsWith("/uploads/-/system/user/avatar/")) {
      return Avatars.of(path.substring(path.lastIndexOf('/') + 1)).route("avatar");
    }
    return Answer.html(
            200, "<!DOCTYPE html><title>Simulated GitLab</title><h1>Simulated GitLab</h1>")
        .route("page");
  }

  private Answer common(Answer answer) {
    var id = "01SIM%020d".formatted(requests.incrementAndGet());
    return answer
        .header("X-Request-Id", id)
        .header("X-Gitlab-Meta", "{\"correlation_id\":\"" + id + "\",\"version\":\"1\"}")
        .header("X-Content-Type-Options", "nosniff");
  }

  /** Both ways to ask too much: the whole instance's, or one endpoint's own. */
  @Override
  public Answer limited(Request request, boolean secondary, int status, String retryAfter) {
    if (secondary) {
      return Answer.json(
          429,
          Map.of(
              "message",
              Map.of(
                  "error", "This endpoint has been requested too many times. Try again later.")));
    }
    return withBudget(Refusal.retryLater(), budget.left(token(request).orElse(null)).emptied());
  }

  private Optional<Token> token(Request request) {
    return tokenIn(request).flatMap(world.get()::token);
  }

  private boolean expired(Token token) {
    var expires = token.expiresAt();
    // The whole day counts, from its first second on.
    return expires != null
        && !Words.date(expires).isAfter(world.get().now().atOffset(ZoneOffset.UTC).toLocalDate());
  }

  private Answer withBudget(Answer answer, Budget.Left left) {
    if (instance.selfManaged()) {
      return answer;
    }
    return answer
        .header("RateLimit-Limit", String.valueOf(left.limit()))
        .header("RateLimit-Name", "throttle_authenticated_api")
        .header("RateLimit-Observed", String.valueOf(left.used()))
        .header("RateLimit-Remaining", String.valueOf(left.remaining()))
        .header("RateLimit-Reset", String.valueOf(left.reset().getEpochSecond()))
        .header(
            "RateLimit-ResetTime",
            java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                left.reset().atOffset(ZoneOffset.UTC)));
  }

  private @Nullable Answer overBudget(@Nullable Token token) {
    if (token != null && token.has(Defect.RATE_LIMITED)) {
      return withBudget(
          Refusal.retryLater().header("Retry-After", "60"), budget.left(token).emptied());
    }
    if (token != null
        && (token.has(Defect.SECONDARY_LIMITED)
            || token.has(Defect.SECONDARY_LIMITED_WITHOUT_HINT))) {
      var answer = Refusal.retryLater();
      return token.has(Defect.SECONDARY_LIMITED) ? answer.header("Retry-After", "60") : answer;
    }
    var left = budget.spend(token);
    if (instance.selfManaged() || left.used() <= left.limit()) {
      return null;
    }
    var wait = Math.max(1, left.reset().getEpochSecond() - budget.now().getEpochSecond());
    return withBudget(Refusal.retryLater().header("Retry-After", String.valueOf(wait)), left);
  }

  // --- REST
  // -------------------------------------------------------------------------------------------------

  private Answer rest(Request request) {
    var given = tokenIn(request);
    var token = token(request).orElse(null);
    var over = overBudget(token);
    if (over != null) {
      return over;
    }
    var answer = authenticated(request, given.isPresent(), token);
    return withBudget(tagged(request, answer), budget.left(token));
  }

  /** Whoever shows the tag of what would be answered gets nothing, and pays for it. */
  private static Answer tagged(Request request, Answer answer) {
    if (!request.method().equals("GET") || answer.status() != 200) {
      return answer;
    }
    var tag = "W/\"" + World.sha(new String(answer.body(), StandardCharsets.UTF_8)) + "\"";
    answer.header("ETag", tag).header("Cache-Control", "max-age=0, private, must-revalidate");
    return request.header("if-none-match").filter(tag::equals).isPresent()
        ? new Answer(304, answer.headers(), new byte[0], answer.route(), 0, answer.took())
        : answer;
  }

  private Answer authenticated(Request request, boolean given, @Nullable Token token) {
    if (given && token == null) {
      return Refusal.message(401, "401 Unauthorized");
    }
    if (token != null && token.has(Defect.REVOKED)) {
      return Refusal.error(
          401, "invalid_token", "Token was revoked. You have to re-authorize from the user.");
    }
    if (token != null && expired(token)) {
      return Refusal.error(
          401,
          "invalid_token",
          "Token is expired. You can either do re-authorization or token refresh.");
    }
    return rest.answer(new Caller(world.get(), instance, token, request));
  }

  // --- GraphQL
  // ----------------------------------------------------------------------------------------------

  private Answer graphql(Request request) {
    var token = token(request).orElse(null);
    var over = overBudget(token);
    if (over != null) {
      return over.route("/api/graphql");
    }
    var dead = token == null || token.has(Defect.REVOKED) || expired(token);
    if (tokenIn(request).isPresent() && dead) {
      return errors(401, "Invalid token").route("/api/graphql");
    }
    JsonNode body;
    try {
      body = Json.tree(request.body());
    } catch (JacksonException _) {
      return errors(400, "There was a problem in the JSON you submitted").route("/api/graphql");
    }
    var queries = body.isArray() ? body.valueStream().toList() : List.of(body);
    var size = queries.stream().mapToInt(each -> each.path("query").asString("").length()).sum();
    if (size > LONGEST_QUERY) {
      return errors(422, "Query too large").route("/api/graphql");
    }
    var caller = new Caller(world.get(), instance, token, request);
    return withBudget(queries(caller, queries, body.isArray()), budget.left(token));
  }

  private static Answer errors(int status, String message) {
    return Answer.json(status, Json.object("errors", List.of(Map.of("message", message))));
  }

  /** One query of a request, read. */
  private record Query(
      String text,
      @Nullable String operation,
      Map<String, Object> variables,
      Complexity complexity) {

    String name() {
      if (operation != null) {
        return operation;
      }
      var found = NAME.matcher(text);
      return found.find() ? found.group(1) : "";
    }

    boolean mutates() {
      return text.contains("mutation");
    }
  }

  private static Query query(GraphQl engine, JsonNode body) {
    var text = body.path("query").asString("");
    var operation =
        body.path("operationName").isString() ? body.path("operationName").stringValue() : null;
    @SuppressWarnings("unchecked")
    var variables =
        body.path("variables").isObject()
            ? (Map<String, Object>) Json.plain(body.path("variables"))
            : Map.<String, Object>of();
    var given = Objects.requireNonNullElse(variables, Map.<String, Object>of());
    return new Query(text, operation, given, engine.complexity(text, operation, given));
  }

  /** Several at once share one limit, so that together they must not be too complex. */
  private Answer queries(Caller caller, List<JsonNode> bodies, boolean several) {
    var engine = GraphQl.of(instance);
    var queries = bodies.stream().map(each -> query(engine, each)).toList();
    var sum = queries.stream().mapToInt(each -> each.complexity().score()).sum();
    var most = mostComplex(caller.person());
    var route =
        ("/api/graphql " + String.join(" ", queries.stream().map(Query::name).toList())).strip();
    var tooComplex =
        sum > most
            ? "Query has complexity of " + sum + ", which exceeds max complexity of " + most
            : null;
    var answers = new ArrayList<Object>();
    var slow = 0;
    for (var each : queries) {
      var asking = new Asking(caller, each.complexity().score());
      answers.add(tooComplex == null ? execute(engine, each, asking) : refused(tooComplex));
      slow += asking.slowOnes();
    }
    var late = timed(slow);
    var answer = late == null ? Answer.json(200, several ? answers : answers.getFirst()) : late;
    return answer.route(route).points(sum).took(perMergeRequest.multipliedBy(slow));
  }

  private static Map<String, @Nullable Object> refused(String message) {
    return Json.object("errors", List.of(Map.of("message", message)));
  }

  private static Object execute(GraphQl engine, Query query, Asking asking) {
    if (query.text().isBlank()) {
      return refused("No query string was present");
    }
    if (query.complexity().depth() > DEEPEST_QUERY) {
      return refused(
          "Query has depth of %d, which exceeds max depth of %d"
              .formatted(query.complexity().depth(), DEEPEST_QUERY));
    }
    Supplier<Object> work =
        () -> engine.execute(query.text(), query.operation(), query.variables(), asking);
    var world = asking.caller().world();
    return query.mutates() ? world.change(work) : world.read(work);
  }

  /** Mergeability takes time; thirty seconds of it is the end. */
  private @Nullable Answer timed(int mergeRequests) {
    var takes = perMergeRequest.multipliedBy(mergeRequests);
    if (takes.isZero()) {
      return null;
    }
    var late = takes.compareTo(LONGEST) > 0;
    try {
      Thread.sleep(late ? LONGEST : takes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return late
        ? errors(
            503, "Request timed out. Please try a less complex query or a smaller set of records.")
        : null;
  }
}
