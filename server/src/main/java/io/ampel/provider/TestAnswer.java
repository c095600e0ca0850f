package io.ampel.provider;

import io.ampel.provider.Introduction.Identity;
import io.ampel.pullrequest.Provider;
import io.ampel.web.Texts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a test of a token says.
 *
 * @param ok lights can be read with it
 * @param budget the one of which the smallest part is left
 */
record TestAnswer(
    boolean ok,
    @Nullable Identity identity,
    @Nullable String tokenKind,
    @Nullable String owner,
    @Nullable Instant expiresAt,
    List<String> scopes,
    @Nullable Capabilities capabilities,
    @Nullable Integer repositoriesVisible,
    @Nullable Budget budget,
    @Nullable AccountProblemView problem,
    List<AccountProblemView> warnings,
    List<String> hints) {

  static TestAnswer of(Texts texts, Provider provider, Diagnosis diagnosis) {
    var problem = diagnosis.problem();
    var hints = diagnosis.hints().stream().map(hint -> texts.of(hint.key())).toList();
    var told = problem == null ? null : AccountProblemView.of(texts, problem, provider);
    var introduction = diagnosis.introduction();
    if (introduction == null) {
      return new TestAnswer(
          false, null, null, null, null, List.of(), null, null, null, told, List.of(), hints);
    }
    return new TestAnswer(
        diagnosis.ok(),
        introduction.identity(),
        introduction.tokenKind(),
        introduction.owner(),
        introduction.expiresAt(),
        introduction.scopes(),
        introduction.capabilities(),
        introduction.repositoriesVisible(),
        ProviderAccount.tightest(introduction.budgets()).orElse(null),
        told,
        AccountProblemView.of(texts, diagnosis.warnings(), provider),
        hints);
  }
}
