package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Provider;
import io.ampel.simulator.Request;
import io.ampel.simulator.Token;
import io.ampel.simulator.World;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Bitbucket Cloud. It answers below {@code /2.0} and has a plain page for everything else. */
public final class Bitbucket implements Provider {
  private final Supplier<World> world;
  private final Budget budget;
  private final MergeDesk merges;
  private final Api api;
  private volatile boolean silent;

  public Bitbucket(Supplier<World> world, Clock clock) {
    this.world = world;
    this.budget = new Budget(clock);
    this.merges = new MergeDesk(clock);
    this.api = new Api(merges);
  }

  /** Gives everybody this many calls an hour. */
  public Bitbucket hourlyBudget(int calls) {
    budget.hourly(calls);
    return this;
  }

  /** Gives access tokens this many calls an hour, with headers that tell of it; 0 ends that. */
  public Bitbucket scaledLimit(int calls) {
    budget.scaled(calls);
    return this;
  }

  /** Refuses with 401 and 403 without a word. */
  public Bitbucket silentRefusals(boolean nothingSaid) {
    silent = nothingSaid;
    return this;
  }

  /** How the next merge goes; several wait for their turn. */
  public Bitbucket nextMerge(MergeEnding ending) {
    merges.next(ending);
    return this;
  }

  /** How long a merge takes that is done while nobody waits. */
  public Bitbucket mergeTaskTakes(Duration time) {
    merges.takes(time);
    return this;
  }

  @Override
  public Optional<String> tokenIn(Request request) {
    return Credentials.in(request).map(Credentials::secret);
  }

  @Override
  public void timeModel(Duration perPullRequest) {
    // Nothing here is computed while somebody waits.
  }

  @Override
  public void reset() {
    budget.reset();
    merges.reset();
  }

  @Override
  public Answer answer(Request request) {
    if (request.path().startsWith("/1.0")) {
      return Refusal.body(410, "This API is no longer supported.").route("/1.0");
    }
    if (!(request.path() + "/").startsWith("/2.0/")) {
      return Pages.of(request.path());
    }
    merges.settle(world.get());
    var answer = asked(request.below("/2.0"));
    return silent && (answer.status() == 401 || answer.status() == 403)
        ? Answer.empty(answer.status()).route(answer.route())
        : answer;
  }

  private Answer asked(Request request) {
    try {
      var token = Credentials.in(request).map(each -> each.admitted(world.get())).orElse(null);
      var counted = (request.path() + "/").startsWith("/repositories/");
      if (counted && !budget.spend(token)) {
        return limits(Refusal.body(429, Refusal.RATE), token);
      }
      var answer = api.answer(new Caller(world.get(), token, request));
      return counted ? limits(answer, token) : answer;
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }

  /** Only scaled limits are told, and never what remains. */
  private Answer limits(Answer answer, @Nullable Token token) {
    if (!budget.isScaled(token)) {
      return answer;
    }
    return answer
        .header("X-RateLimit-Limit", String.valueOf(budget.limit(token)))
        .header("X-RateLimit-Resource", "api/repositories")
        .header("X-RateLimit-NearLimit", String.valueOf(budget.near(token)));
  }

  @Override
  public Answer limited(Request request, boolean secondary, int status, String retryAfter) {
    return Refusal.body(status == 403 ? 429 : status, Refusal.RATE);
  }
}
