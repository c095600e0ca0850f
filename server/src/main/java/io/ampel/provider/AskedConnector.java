package io.ampel.provider;

import io.ampel.provider.AccountProblem.Code;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a connector and measures what it is asked, how long that takes and which problems
 * come of it, whatever else a connector may be asked one day.
 */
final class AskedConnector implements InvocationHandler {
  private static final String QUESTIONS = "ampel.provider.questions";
  private static final String ERRORS = "ampel.provider.errors";

  private final Connector connector;
  private final MeterRegistry meters;
  private final String provider;

  private AskedConnector(Connector connector, MeterRegistry meters) {
    this.connector = connector;
    this.meters = meters;
    this.provider = connector.provider().name().toLowerCase(Locale.ROOT);
  }

  static Connector of(Connector connector, MeterRegistry meters) {
    var asked = new AskedConnector(connector, meters);
    // From the start at nothing, so that the first one counts as more.
    for (var code : Code.values()) asked.errors(code, 0);
    return (Connector)
        Proxy.newProxyInstance(
            Connector.class.getClassLoader(), new Class<?>[] {Connector.class}, asked);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getParameterCount() == 0 || method.getParameterTypes()[0] != Access.class) {
      return call(method, arguments);
    }
    var began = Timer.start(meters);
    try {
      var answer = call(method, arguments);
      began.stop(timer(method, "ANSWERED"));
      count(answer);
      return answer;
    } catch (ProviderFailure failure) {
      began.stop(timer(method, failure.problem().code().name()));
      errors(failure.problem().code(), 1);
      throw failure;
    }
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(connector, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** One answer for each asked: some may tell of problems. */
  private void count(@Nullable Object answer) {
    if (answer instanceof Collection<?> answers) {
      answers.forEach(this::countOne);
    }
  }

  private void countOne(@Nullable Object answer) {
    switch (answer) {
      case RepositoryProbe.Lost(_, var problem) -> errors(problem.code(), 1);
      case RepositoryProbe.Failed(_, var problem) -> errors(problem.code(), 1);
      case PullRequestAnswer.Failed(_, var problem) -> errors(problem.code(), 1);
      case null, default -> {}
    }
  }

  private Timer timer(Method method, String outcome) {
    return Timer.builder(QUESTIONS)
        .description("What providers were asked, and how long the whole answer took")
        .tags("provider", provider, "question", method.getName(), "outcome", outcome)
        .register(meters);
  }

  private void errors(Code code, int more) {
    io.micrometer.core.instrument.Counter.builder(ERRORS)
        .description("Problems that came of asking a provider, by kind")
        .tags("provider", provider, "code", code.name())
        .register(meters)
        .increment(more);
  }
}
