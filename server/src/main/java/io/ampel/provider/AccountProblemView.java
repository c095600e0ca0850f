package io.ampel.provider;

import io.ampel.pullrequest.Provider;
import io.ampel.web.Texts;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A problem of an account in words.
 *
 * @param detail the provider's own words
 * @param url where it can be mended
 * @param guide where the guide speaks of it
 */
public record AccountProblemView(
    String code,
    String title,
    List<String> causes,
    String nextStep,
    @Nullable String detail,
    List<String> missing,
    @Nullable String url,
    @Nullable Instant until,
    String guide) {

  public AccountProblemView {
    causes = List.copyOf(causes);
    missing = List.copyOf(missing);
  }

  static AccountProblemView of(Texts texts, AccountProblem problem, Provider provider) {
    return of(texts, problem, provider, "");
  }

  /** Of an account that worked before, where other causes are likely. */
  public static AccountProblemView later(Texts texts, AccountProblem problem, Provider provider) {
    return of(texts, problem, provider, ".later");
  }

  private static AccountProblemView of(
      Texts texts, AccountProblem problem, Provider provider, String when) {
    var key = "account.problem." + problem.code();
    return new AccountProblemView(
        problem.code().name(),
        texts.of(key + ".title"),
        lines(text(texts, key + ".causes", provider, when)),
        text(texts, key + ".next", provider, when),
        problem.detail(),
        problem.missing(),
        problem.link(),
        problem.until(),
        TokenGuide.at(problem.code()));
  }

  static List<AccountProblemView> of(
      Texts texts, List<AccountProblem> problems, Provider provider) {
    return problems.stream().map(problem -> of(texts, problem, provider)).toList();
  }

  /** What is said of one provider, or of later, counts more than what is said of all. */
  private static String text(Texts texts, String key, Provider provider, String when) {
    return Stream.of(key + "." + provider + when, key + when, key + "." + provider, key)
        .filter(texts::has)
        .findFirst()
        .map(found -> texts.of(found, ProviderName.of(provider)))
        .orElse("");
  }

  private static List<String> lines(String text) {
    return Arrays.stream(text.split("\n")).filter(line -> !line.isBlank()).toList();
  }
}
