package io.ampel.provider.github;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Budgets;
import io.ampel.provider.GraphQlReplies.Answer;
import io.ampel.provider.GraphQlReplies.Fault;
import io.ampel.provider.GraphQlReplies.Question;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.QueryText;
import io.ampel.provider.SchemaGaps;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * Asks GitHub's GraphQL. Fields that an older Enterprise Server does not know are learned from its
 * first refusal, remembered for the instance and left out from then on.
 */
final class GitHubGraph {
  private static final Pattern UNKNOWN_FIELD =
      Pattern.compile("Field '(\\w+)' doesn't exist on type '(\\w+)'");
  private static final int LESSONS = 5;

  private final GitHubLine line;
  private final Budgets budgets;
  private final Clock clock;
  private final SchemaGaps gaps;

  GitHubGraph(GitHubLine line, Budgets budgets, Clock clock, BiConsumer<UUID, Set<String>> lacks) {
    this.line = line;
    this.budgets = budgets;
    this.clock = clock;
    this.gaps = new SchemaGaps(lacks);
  }

  /** One of the endpoints that take a question. */
  interface Endpoint<T> {
    ResponseEntity<Answer<T>> ask(GitHubApi api, URI graphql, Question question);
  }

  /** The fields, as {@code Type.field}, that this instance is known not to have. */
  Set<String> missing(Access access) {
    return gaps.of(access);
  }

  <T> Answer<T> ask(
      Access access, String query, Map<String, @Nullable Object> variables, Endpoint<T> endpoint) {
    var api = line.to(access);
    var graphql = GitHubAddresses.of(access.instance().baseUrl()).graphql();
    for (var lesson = 0; ; lesson++) {
      var text = QueryText.without(missing(access), query);
      var answer =
          GitHubLine.body(
              line.ask(() -> endpoint.ask(api, graphql, new Question(text, variables))));
      var unknown = unknownFields(answer);
      if (unknown.isEmpty() || lesson == LESSONS) {
        return checked(access, answer);
      }
      gaps.learn(access, unknown);
    }
  }

  private static Set<String> unknownFields(Answer<?> answer) {
    return answer.faults().stream()
        .flatMap(GitHubGraph::unknownField)
        .collect(TreeSet::new, Set::add, Set::addAll);
  }

  private static Stream<String> unknownField(Fault fault) {
    var found = UNKNOWN_FIELD.matcher(fault.words());
    return found.find() ? Stream.of(found.group(2) + "." + found.group(1)) : Stream.empty();
  }

  private <T> Answer<T> checked(Access access, Answer<T> answer) {
    for (var fault : answer.faults()) {
      if (fault.is("RATE_LIMITED") || fault.words().contains("secondary rate limit")) {
        throw new ProviderFailure(limited(access, fault));
      }
    }
    if (answer.data() == null) {
      throw new ProviderFailure(
          answer.faults().stream()
              .findFirst()
              .map(GitHubErrors::problem)
              .orElseGet(
                  () -> AccountProblem.of(Code.UNEXPECTED_ANSWER, "an answer without data")));
    }
    return answer;
  }

  /** Said with a friendly 200: either the hour's points are spent, or GitHub wants a pause. */
  private AccountProblem limited(Access access, Fault fault) {
    var spent = budgets.blockedUntil(access.account(), "graphql");
    var until = spent.orElseGet(() -> budgets.pause(access.account(), null));
    return GitHubErrors.rateLimited(fault.words(), until.isAfter(clock.instant()) ? until : null);
  }
}
