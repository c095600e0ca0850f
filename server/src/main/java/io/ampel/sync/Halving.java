package io.ampel.sync;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.ProviderFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Asks for many at once. When that fails it asks for halves, until what makes it fail is alone.
 * Where nothing at all succeeds the provider is in trouble, and asking stops.
 */
record Halving<T, R>(Function<List<T>, List<R>> ask) {
  private static final int PATIENCE = 5;

  /**
   * @param failed those that were not answered, each with why
   */
  record Answers<T, R>(List<R> answered, Map<T, AccountProblem> failed) {}

  /**
   * @throws ProviderFailure when the account, not a repository, is the trouble
   */
  Answers<T, R> all(List<T> items) {
    var answered = new ArrayList<R>();
    var failed = new LinkedHashMap<T, AccountProblem>();
    var open = new ArrayDeque<List<T>>();
    if (!items.isEmpty()) {
      open.add(items);
    }
    var failuresInARow = 0;
    while (!open.isEmpty()) {
      var batch = open.removeFirst();
      try {
        answered.addAll(ask.apply(batch));
        failuresInARow = 0;
      } catch (ProviderFailure e) {
        failuresInARow++;
        if (isOfTheAccount(e.problem()) || (answered.isEmpty() && failuresInARow >= PATIENCE)) {
          throw e;
        }
        split(batch, e.problem(), open, failed);
      }
    }
    return new Answers<>(answered, failed);
  }

  private static <T> void split(
      List<T> batch,
      AccountProblem problem,
      ArrayDeque<List<T>> open,
      Map<T, AccountProblem> failed) {
    if (batch.size() == 1) {
      failed.put(batch.getFirst(), problem);
      return;
    }
    var middle = batch.size() / 2;
    open.addLast(batch.subList(0, middle));
    open.addLast(batch.subList(middle, batch.size()));
  }

  /** Trouble that every further call with this account would meet too. */
  static boolean isOfTheAccount(AccountProblem problem) {
    return switch (problem.code()) {
      case INVALID_TOKEN,
          TOKEN_EXPIRED,
          RATE_LIMITED,
          TOO_MANY_SIGN_INS,
          IP_ALLOW_LIST,
          HOST_NOT_FOUND,
          CONNECTION_REFUSED,
          CERTIFICATE_NOT_TRUSTED,
          ADDRESS_FORBIDDEN,
          PLAIN_HTTP_FORBIDDEN,
          NOT_THIS_PROVIDER ->
          true;
      case INSUFFICIENT_PERMISSIONS,
          CANNOT_SEE_REPOSITORIES,
          APPROVAL_PENDING,
          SSO_REQUIRED,
          TOKEN_FORBIDDEN_BY_ORGANIZATION,
          PROVIDER_DOWN,
          TIMED_OUT,
          NOT_FOUND,
          UNEXPECTED_ANSWER ->
          false;
    };
  }
}
