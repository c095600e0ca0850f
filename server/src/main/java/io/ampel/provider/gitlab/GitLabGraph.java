package io.ampel.provider.gitlab;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ampel.provider.Access;
import io.ampel.provider.Access.Grant;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.GraphQlReplies.Answer;
import io.ampel.provider.GraphQlReplies.Fault;
import io.ampel.provider.GraphQlReplies.Question;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.QueryText;
import io.ampel.provider.SchemaGaps;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * Asks GitLab's GraphQL. Fields that an older or unpaid GitLab does not know are learned from its
 * refusals, five at a time, remembered for the instance and left out from then on. Questions that
 * take no fine-grained tokens are remembered for the account: they are asked of REST.
 */
final class GitLabGraph {
  private static final Pattern UNKNOWN_FIELD =
      Pattern.compile("Field '(\\w+)' doesn't exist on type '(\\w+)'");
  private static final int LESSONS = 12;

  private final GitLabLine line;
  private final SchemaGaps gaps;
  private final Cache<Closed, Boolean> closed =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).maximumSize(10_000).build();

  private record Closed(Grant grant, String query) {}

  GitLabGraph(GitLabLine line, SchemaGaps gaps) {
    this.line = line;
    this.gaps = gaps;
  }

  /** One of the endpoints that take a question. */
  interface Endpoint<T> {
    ResponseEntity<Answer<T>> ask(GitLabApi api, URI graphql, Question question);
  }

  /** The operation takes no fine-grained tokens. */
  static final class ClosedToToken extends ProviderFailure {
    ClosedToToken(String words) {
      super(AccountProblem.of(Code.INSUFFICIENT_PERMISSIONS, words));
    }
  }

  /** The fields, as {@code Type.field}, that this instance is known not to have. */
  Set<String> missing(Access access) {
    return gaps.of(access);
  }

  <T> Answer<T> ask(
      Access access, String query, Map<String, @Nullable Object> variables, Endpoint<T> endpoint) {
    var key = new Closed(access.grant(), query);
    if (closed.getIfPresent(key) != null) {
      throw new ClosedToToken("known from an earlier refusal");
    }
    var api = line.to(access);
    var graphql = GitLabAddresses.of(access.instance().baseUrl()).graphql();
    for (var lesson = 0; ; lesson++) {
      var text = QueryText.without(missing(access), query);
      var answer =
          GitLabLine.body(
              asked(api, () -> endpoint.ask(api, graphql, new Question(text, variables))));
      var unknown = unknownFields(answer);
      if (unknown.isEmpty() || lesson == LESSONS) {
        return checked(key, answer);
      }
      gaps.learn(access, unknown);
    }
  }

  /** Of a dead token GraphQL says only that it is invalid; REST says why. */
  private <T> T asked(GitLabApi api, Supplier<T> question) {
    try {
      return line.ask(question);
    } catch (ProviderFailure failure) {
      if (failure.problem().code() == Code.INVALID_TOKEN) {
        line.ask(api::token);
      }
      throw failure;
    }
  }

  private static Set<String> unknownFields(Answer<?> answer) {
    return answer.faults().stream()
        .flatMap(GitLabGraph::unknownField)
        .collect(TreeSet::new, Set::add, Set::addAll);
  }

  private static Stream<String> unknownField(Fault fault) {
    var found = UNKNOWN_FIELD.matcher(fault.words());
    return found.find() ? Stream.of(found.group(2) + "." + found.group(1)) : Stream.empty();
  }

  private <T> Answer<T> checked(Closed key, Answer<T> answer) {
    var refused = answer.faults().stream().filter(GitLabErrors::isClosedToGranular).findFirst();
    if (refused.isPresent()) {
      closed.put(key, true);
      throw new ClosedToToken(refused.get().words());
    }
    if (answer.data() == null) {
      throw new ProviderFailure(
          answer.faults().stream()
              .findFirst()
              .map(GitLabErrors::problem)
              .orElseGet(
                  () -> AccountProblem.of(Code.UNEXPECTED_ANSWER, "an answer without data")));
    }
    return answer;
  }
}
