package io.ampel.provider;

import io.ampel.provider.TokenPaste.Hint;
import io.ampel.pullrequest.Provider;
import io.ampel.web.Problem;
import io.ampel.web.Texts;
import org.springframework.http.HttpStatus;

/** Why a token was not kept, as a problem that programs can read. */
final class AccountRefusal {
  private AccountRefusal() {}

  static Problem of(Texts texts, Provider provider, Diagnosis diagnosis) {
    var problem = diagnosis.problem();
    if (problem == null) throw new IllegalArgumentException("a token that works is not refused");
    var told = AccountProblemView.of(texts, problem, provider);
    var refusal =
        Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, told.code())
            .title(told.title())
            .detail(told.detail() == null ? String.join(" ", told.causes()) : told.detail())
            .nextStep(told.nextStep())
            .url(told.url() == null ? told.guide() : told.url())
            .with("causes", told.causes());
    var hints = diagnosis.hints().stream().map(Hint::key).map(texts::of).toList();
    return hints.isEmpty() ? refusal : refusal.with("hints", hints);
  }

  static Problem needsConsent(BaseUrl url) {
    return url.isPlainHttp()
        ? Problem.of(HttpStatus.CONFLICT, "PLAIN_HTTP_NOT_CONFIRMED", url.name())
            .with("host", url.name())
        : Problem.of(HttpStatus.CONFLICT, "INSTANCE_NOT_CONFIRMED", url.name())
            .with("host", url.name());
  }

  static Problem otherIdentity(String before, String now) {
    return Problem.of(HttpStatus.CONFLICT, "OTHER_IDENTITY", before, now)
        .with("before", before)
        .with("now", now);
  }
}
