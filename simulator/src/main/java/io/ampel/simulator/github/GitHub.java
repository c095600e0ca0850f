package io.ampel.simulator.github;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.News;
import io.ampel.simulator.Postman;
import io.ampel.simulator.Provider;
import io.ampel.simulator.Request;
import io.ampel.simulator.Token;
import io.ampel.simulator.Token.Defect;
import io.ampel.simulator.Token.ExpiryFormat;
import io.ampel.simulator.World;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * GitHub: github.com by default, an Enterprise Server after {@link #enterprise}. It answers below
 * {@code /api/v3} and {@code /api/graphql}, and has a plain page for everything else.
 */
public final class GitHub implements Provider {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter OFFSET =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx").withZone(ZoneOffset.ofHours(2));

  private final Supplier<World> world;
  private final Budget budget;
  private final Deliveries deliveries;
  private final Rest rest;
  private final AtomicLong requests = new AtomicLong();
  private volatile @Nullable String enterprise;
  private volatile Duration perPullRequest = Duration.ZERO;
  private volatile int heaviest = Integer.MAX_VALUE;

  public GitHub(Supplier<World> world, Clock clock, Postman postman) {
    this.world = world;
    this.deliveries = new Deliveries(postman);
    this.rest = new Rest(deliveries);
    this.budget = new Budget(clock);
  }

  /** Speaks as Enterprise Server of this version: newer fields are unknown, headers name it. */
  public GitHub enterprise(String version) {
    enterprise = version;
    return this;
  }

  public GitHub dotComAgain() {
    enterprise = null;
    return this;
  }

  /** Gives everybody this many calls and points an hour. */
  public GitHub hourlyBudget(int points) {
    budget.hourly(points);
    return this;
  }

  /** GraphQL queries that could return more nodes than this get partial data and an error. */
  public GitHub heaviestQuery(int nodes) {
    heaviest = nodes;
    return this;
  }

  @Override
  public void happened(World world, List<News> news, URI base) {
    deliveries.happened(world, news, base);
  }

  @Override
  public Optional<String> tokenIn(Request request) {
    return request
        .header("authorization")
        .map(each -> each.substring(each.indexOf(' ') + 1).strip());
  }

  @Override
  public void timeModel(Duration time) {
    perPullRequest = time;
  }

  @Override
  public void reset() {
    budget.reset();
  }

  @Override
  public Answer answer(Request request) {
    var path = request.path();
    if (path.equals("/api/graphql")) {
      return common(graphql(request), request);
    }
    if (path.startsWith("/api/v3")) {
      return common(rest(request.below("/api/v3")), request);
    }
    return Answer.html(200, Pages.of(world.get(), path)).route("page");
  }

  @Override
  public Answer limited(Request request, boolean secondary, int status, String retryAfter) {
    var token = token(request).orElse(null);
    var resource = request.path().equals("/api/graphql") ? "graphql" : "core";
    if (secondary) {
      return withBudget(Refusal.body(status, SECONDARY), budget.left(token, resource));
    }
    var left = budget.left(token, resource);
    var empty = new Budget.Left(left.limit(), left.limit(), left.reset(), resource);
    return withBudget(
        Refusal.body(
            status,
            "API rate limit exceeded for user ID 1001. If you reach out to GitHub Support for help, please include the request ID."),
        empty);
  }

  private static final String SECONDARY =
      "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.";

  private Optional<Token> token(Request request) {
    return tokenIn(request).flatMap(world.get()::token);
  }

  // --- before anything is looked up
  // ---------------------------------------------------------------

  /** What every call is refused for, whatever it asks. */
  private @Nullable Answer refusedAtTheDoor(Request request) {
    if (request.header("user-agent").filter(each -> !each.isBlank()).isEmpty()) {
      return Answer.of(
          403,
          "text/plain; charset=utf-8",
          "Request forbidden by administrative rules. Please make sure your request has a User-Agent header."
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    if (request.header("authorization").isEmpty()) {
      return null;
    }
    var token = token(request).orElse(null);
    if (token != null && token.has(Defect.LOGIN_LOCKED)) {
      return Refusal.body(
          403, "Maximum number of login attempts exceeded. Please try again later.");
    }
    if (token == null || token.has(Defect.REVOKED) || token.expired(world.get().now())) {
      return Refusal.body(401, "Bad credentials");
    }
    if (token.has(Defect.SECONDARY_LIMITED)) {
      return withBudget(
          Refusal.body(403, SECONDARY).header("Retry-After", "60"), budget.left(token, "core"));
    }
    if (token.has(Defect.SECONDARY_LIMITED_WITHOUT_HINT)) {
      return withBudget(Refusal.body(429, SECONDARY), budget.left(token, "core"));
    }
    return null;
  }

  // --- REST
  // ---------------------------------------------------------------------------------------

  private Answer rest(Request request) {
    var refused = refusedAtTheDoor(request);
    if (refused != null) {
      return refused;
    }
    var version = request.header("x-github-api-version").orElse("2022-11-28");
    if (!version.equals("2022-11-28") && (enterprise != null || !version.equals("2026-03-10"))) {
      return Refusal.body(400, "Not a supported version: " + version);
    }
    var token = token(request).orElse(null);
    var caller = new Caller(world.get(), token, request);
    if (request.path().equals("/rate_limit")) {
      return enterprise != null
          ? Refusal.body(404, "Rate limiting is not enabled.")
          : rateLimit(token).route("/rate_limit");
    }
    var left = budget.left(token, "core");
    if (left.empty() && enterprise == null) {
      return limited(request, false, 403, "");
    }
    return counted(request, token, rest.answer(caller));
  }

  private Answer counted(Request request, @Nullable Token token, Answer answer) {
    var tagged =
        request.method().equals("GET") && answer.status() == 200
            ? Tags.answer(request, token, answer)
            : answer;
    var free = tagged.status() == 304 && token != null;
    return withBudget(tagged, free ? budget.left(token, "core") : budget.spend(token, "core", 1));
  }

  private Answer rateLimit(@Nullable Token token) {
    var core = budget.left(token, "core");
    var graphql = budget.left(token, "graphql");
    var search = new Budget.Left(30, 0, core.reset(), "search");
    var resources =
        Json.object("core", numbers(core), "search", numbers(search), "graphql", numbers(graphql));
    return withBudget(
        Answer.json(200, Json.object("resources", resources, "rate", numbers(core))), core);
  }

  private static Map<String, @Nullable Object> numbers(Budget.Left left) {
    return Json.object(
        "limit",
        left.limit(),
        "used",
        left.used(),
        "remaining",
        left.remaining(),
        "reset",
        left.reset().getEpochSecond(),
        "resource",
        left.resource());
  }

  // --- GraphQL
  // ------------------------------------------------------------------------------------

  private Answer graphql(Request request) {
    var refused = refusedAtTheDoor(request);
    if (refused != null) {
      return refused.route("/graphql");
    }
    var token = token(request).orElse(null);
    if (token == null) {
      return Refusal.body(
              403,
              "API rate limit exceeded for 127.0.0.1. (But here's the good news: Authenticated requests get a higher rate limit.)")
          .route("/graphql");
    }
    if (!request.method().equals("POST")) {
      return Refusal.body(404, "Not Found").route("/graphql");
    }
    JsonNode body;
    try {
      body = Json.tree(request.body());
    } catch (JacksonException _) {
      return Refusal.body(400, "Problems parsing JSON").route("/graphql");
    }
    if (!body.path("query").isString()) {
      return Answer.json(
              200,
              Json.object(
                  "errors",
                  java.util.List.of(
                      Map.of(
                          "message", "A query attribute must be specified and must be a string."))))
          .route("/graphql");
    }
    return query(new Caller(world.get(), token, request), token, body);
  }

  private Answer query(Caller caller, Token token, JsonNode body) {
    var query = body.path("query").stringValue();
    var operation =
        body.path("operationName").isString() ? body.path("operationName").stringValue() : null;
    @SuppressWarnings("unchecked")
    var variables =
        body.path("variables").isObject()
            ? (Map<String, Object>) Json.plain(body.path("variables"))
            : Map.<String, Object>of();
    var given = variables == null ? Map.<String, Object>of() : variables;
    var cost = GraphQl.cost(query, operation, given);
    var route = ("/graphql " + name(query, operation)).strip();
    if (budget.left(token, "graphql").empty() && enterprise == null) {
      var error =
          Map.of(
              "type",
              "RATE_LIMITED",
              "message",
              "API rate limit already exceeded for user ID " + token.person().id() + ".");
      return withBudget(
              Answer.json(200, Json.object("errors", java.util.List.of(error))),
              budget.left(token, "graphql"))
          .route(route);
    }
    if (cost.nodes() > 500_000) {
      var error =
          Map.of(
              "type",
              "MAX_NODE_LIMIT_EXCEEDED",
              "message",
              "This query requests up to %,d possible nodes which exceeds the maximum limit of 500,000."
                  .formatted(cost.nodes()));
      return Answer.json(200, Json.object("errors", java.util.List.of(error))).route(route);
    }
    var asking =
        new Asking(
            caller,
            cost,
            budget.spend(token, "graphql", cost.points()),
            enterprise != null && preReceiveHooks);
    var engine = enterprise == null ? GraphQl.dotCom() : GraphQl.enterprise();
    Supplier<Answer> work =
        () -> tooHeavy(cost, Answer.json(200, engine.execute(query, operation, given, asking)));
    var answer =
        query.contains("mutation") ? caller.world().change(work) : caller.world().read(work);
    return withBudget(timed(token, asking, answer), asking.left())
        .route(route)
        .points(cost.points());
  }

  private volatile boolean preReceiveHooks;

  /** An Enterprise Server with pre-receive hooks says HAS_HOOKS where others say CLEAN. */
  public GitHub preReceiveHooks(boolean some) {
    preReceiveHooks = some;
    return this;
  }

  private static String name(String query, @Nullable String operation) {
    if (operation != null) {
      return operation;
    }
    var found = java.util.regex.Pattern.compile("(?:query|mutation)\\s+(\\w+)").matcher(query);
    return found.find() ? found.group(1) : "";
  }

  private Answer tooHeavy(Cost cost, Answer answer) {
    if (cost.nodes() <= heaviest) {
      return answer;
    }
    var tree = (tools.jackson.databind.node.ObjectNode) Json.tree(answer.body());
    tree.withArray("errors")
        .addObject()
        .put("type", "RESOURCE_LIMITS_EXCEEDED")
        .put("message", "Resource limits for this query exceeded.");
    return Answer.json(200, tree);
  }

  /**
   * Roll-ups and mergeability take time; ten seconds of it is the end, a minute of it in a minute
   * too.
   */
  private Answer timed(Token token, Asking asking, Answer answer) {
    var takes = perPullRequest.multipliedBy(asking.slowOnes());
    if (takes.isZero()) {
      return answer;
    }
    if (budget.tooBusy(token, Math.min(takes.toMillis(), LONGEST.toMillis()))) {
      return Refusal.body(403, SECONDARY).header("Retry-After", "60");
    }
    sleep(takes.compareTo(LONGEST) > 0 ? LONGEST : takes);
    return (takes.compareTo(LONGEST) > 0 ? Answer.html(502, Pages.UNICORN) : answer).took(takes);
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // --- headers
  // ------------------------------------------------------------------------------------

  private Answer withBudget(Answer answer, Budget.Left left) {
    if (enterprise != null) {
      return answer;
    }
    return answer
        .header("X-RateLimit-Limit", String.valueOf(left.limit()))
        .header("X-RateLimit-Remaining", String.valueOf(left.remaining()))
        .header("X-RateLimit-Used", String.valueOf(left.used()))
        .header("X-RateLimit-Reset", String.valueOf(left.reset().getEpochSecond()))
        .header("X-RateLimit-Resource", left.resource());
  }

  private Answer common(Answer answer, Request request) {
    answer
        .header("Server", "github.com")
        .header("X-GitHub-Request-Id", "5117:%04X:0:0:0".formatted(requests.incrementAndGet()));
    answer.header(
        "X-GitHub-Media-Type",
        request.path().equals("/api/graphql")
            ? "github.v4; format=json"
            : "github.v3; format=json");
    answer
        .headers()
        .putIfAbsent(
            "Vary",
            "Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept, X-Requested-With");
    if (!request.path().equals("/api/graphql")) {
      answer.header(
          "x-github-api-version-selected",
          request.header("x-github-api-version").orElse("2022-11-28"));
    }
    var version = enterprise;
    if (version != null) {
      answer.header("X-GitHub-Enterprise-Version", version);
    }
    token(request).filter(each -> answer.status() != 401).ifPresent(each -> about(each, answer));
    return answer;
  }

  private void about(Token token, Answer answer) {
    if (token.kind() == Token.Kind.CLASSIC) {
      answer.header("X-OAuth-Scopes", String.join(", ", token.scopes()));
      answer.headers().putIfAbsent("X-Accepted-OAuth-Scopes", "");
      answer.headers().remove("X-Accepted-GitHub-Permissions");
    } else {
      answer.headers().remove("X-Accepted-OAuth-Scopes");
    }
    var expires = token.expiresAt();
    if (expires != null) {
      var format = token.expiryFormat() == ExpiryFormat.UTC ? UTC : OFFSET;
      answer.header("github-authentication-token-expiration", format.format(expires));
    }
  }
}
