package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.TokenPaste.Hint;
import io.ampel.pullrequest.Provider;
import io.ampel.web.Texts;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.support.ResourceBundleMessageSource;

class AccountWordsTests {
  private static final Texts TEXTS = texts();

  @ParameterizedTest
  @EnumSource(AccountProblem.Code.class)
  void everyProblemHasATitleCausesAndANextStep(AccountProblem.Code code) {
    var problem = AccountProblem.of(code);
    for (var told :
        List.of(
            AccountProblemView.of(TEXTS, problem, Provider.GITHUB),
            AccountProblemView.later(TEXTS, problem, Provider.GITHUB))) {
      assertThat(told.title()).isNotBlank().doesNotContain("''", "{");
      assertThat(told.causes()).isNotEmpty().allSatisfy(AccountWordsTests::isSentence);
      isSentence(told.nextStep());
    }
  }

  @Test
  void theFourTitlesAreTheirOwn() {
    assertThat(title(AccountProblem.Code.INVALID_TOKEN)).isEqualTo("Invalid token");
    assertThat(title(AccountProblem.Code.INSUFFICIENT_PERMISSIONS))
        .isEqualTo("Insufficient permissions");
    assertThat(title(AccountProblem.Code.TOKEN_EXPIRED)).isEqualTo("Token expired");
    assertThat(title(AccountProblem.Code.CANNOT_SEE_REPOSITORIES))
        .isEqualTo("Can't see repositories");
  }

  @ParameterizedTest
  @EnumSource(Hint.class)
  void everyHintIsASentence(Hint hint) {
    isSentence(TEXTS.of(hint.key()));
  }

  private static void isSentence(String text) {
    assertThat(text).isNotBlank().doesNotContain("''", "{").matches("(?s)\\p{Lu}.*\\.");
  }

  private static String title(AccountProblem.Code code) {
    return AccountProblemView.of(TEXTS, AccountProblem.of(code), Provider.GITHUB).title();
  }

  private static Texts texts() {
    var source = new ResourceBundleMessageSource();
    source.setBasename("messages.provider");
    source.setDefaultEncoding("UTF-8");
    source.setFallbackToSystemLocale(false);
    return new Texts(source, Locale.ENGLISH);
  }
}
