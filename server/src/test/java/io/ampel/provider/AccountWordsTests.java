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
    for (var provider : Provider.values()) {
      for (var told :
          List.of(
              AccountProblemView.of(TEXTS, problem, provider),
              AccountProblemView.later(TEXTS, problem, provider))) {
        assertThat(told.title()).isNotBlank().doesNotContain("''", "{");
        assertThat(told.causes()).isNotEmpty().allSatisfy(AccountWordsTests::isSentence);
        isSentence(told.nextStep());
        speaksOfNoOther(provider, told);
      }
    }
  }

  private static void speaksOfNoOther(Provider provider, AccountProblemView told) {
    for (var other : Provider.values()) {
      if (other == provider) continue;
      assertThat(told.nextStep()).doesNotContain(ProviderName.of(other));
      assertThat(told.causes())
          .allSatisfy(cause -> assertThat(cause).doesNotContain(ProviderName.of(other)));
    }
  }

  @Test
  void anInvalidTokenOfBitbucketHasFourLookAlikes() {
    var told =
        AccountProblemView.of(
            TEXTS, AccountProblem.of(AccountProblem.Code.INVALID_TOKEN), Provider.BITBUCKET);
    assertThat(String.join("\n", told.causes()))
        .contains("it has expired", "e-mail address", "another Atlassian product")
        .contains("without scopes", "app password", "28 July 2026", "choose Access token");
    assertThat(told.nextStep()).contains("e-mail address", "Create API token with scopes");
  }

  @Test
  void gitlabNamesTheScopesThatAreEnough() {
    var told =
        AccountProblemView.of(
            TEXTS,
            AccountProblem.of(AccountProblem.Code.INSUFFICIENT_PERMISSIONS),
            Provider.GITLAB);
    assertThat(told.nextStep()).contains("read_api", "read_repository", "api to act");
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void everyProviderHasWordsForItsFormAndItsTokens(Provider provider) {
    for (var key :
        List.of(
            "account.card.",
            "account.make.lead.",
            "account.make.steps.",
            "account.fact.owner.text.",
            "account.fact.expiry.none.",
            "account.can.unknown.hint.",
            "account.can.where.")) {
      assertThat(TEXTS.has(key + provider)).as(key + provider).isTrue();
    }
    assertThat(TEXTS.of("account.make.steps." + provider)).contains("90 days");
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
