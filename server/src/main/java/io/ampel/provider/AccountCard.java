package io.ampel.provider;

import io.ampel.provider.AccountPaces.AccountPace;
import io.ampel.pullrequest.Provider;
import io.ampel.web.Frame;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One account in the list.
 *
 * @param path of its own page
 * @param tone of its status: ready, waiting, blocked or unknown
 * @param expiryTone empty unless the end is near
 * @param budget null where the provider has not told
 * @param forecast whether the budget lasts; empty where that is not known
 * @param calls within the last hour
 * @param reads how many repositories it reads for everybody, and how often
 * @param result of a test just made
 */
public record AccountCard(
    Frame frame,
    String id,
    String path,
    String name,
    String provider,
    String instance,
    String initials,
    @Nullable String avatar,
    @Nullable String login,
    String status,
    String tone,
    boolean enabled,
    boolean preferred,
    String kind,
    @Nullable String repositories,
    String expiry,
    String expiryTone,
    @Nullable Instant lastUsed,
    @Nullable Instant lastVerified,
    @Nullable Budget budget,
    @Nullable String budgetText,
    String forecast,
    String forecastTone,
    String calls,
    String reads,
    @Nullable AccountProblemView problem,
    List<AccountProblemView> warnings,
    List<TokenPages.Link> pages,
    @Nullable TestResultView result) {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  static AccountCard of(
      Frame frame,
      ProviderAccount account,
      @Nullable AccountPace pace,
      List<TokenPages.Link> pages,
      @Nullable TestResultView result) {
    var provider = account.instance().provider();
    var identity = account.identity();
    var budget = account.tightestBudget().orElse(null);
    var forecast =
        budget == null ? new Forecast.Unknown() : Forecast.of(budget, provider, frame.now());
    var visible = account.repositoriesVisible();
    var problem = account.problem();
    return new AccountCard(
        frame,
        account.id().toString(),
        ProviderAccountsController.PATH + "/" + account.id(),
        account.name(),
        ProviderName.of(provider),
        account.workspace() == null
            ? account.instance().name()
            : account.instance().name() + "/" + account.workspace(),
        TestResultView.initials(identity == null ? account.name() : identity.login()),
        identity == null ? null : identity.avatar(),
        identity == null ? null : identity.login(),
        frame.text("account.status." + account.status()),
        tone(account.status()),
        account.enabled(),
        account.preferred(),
        kind(frame, provider, account.tokenKind(), account.owner()),
        visible == null ? null : frame.text("account.fact.repositories.text", visible),
        expiry(frame, provider, account.expiry().orElse(null)),
        expiryTone(account, frame.now()),
        account.lastUsedAt(),
        account.lastVerifiedAt(),
        budget,
        budget == null ? null : budget(frame, budget),
        ForecastText.of(frame.texts(), forecast, frame.now()),
        ForecastText.tone(forecast),
        calls(frame, pace),
        reads(frame, pace),
        problem == null ? null : AccountProblemView.later(frame.texts(), problem, provider),
        AccountProblemView.of(frame.texts(), account.warnings(), provider),
        pages,
        result);
  }

  private static String calls(Frame frame, @Nullable AccountPace pace) {
    return pace == null || pace.calls() == 0
        ? frame.text("account.fact.calls.none")
        : number(pace.calls());
  }

  private static String reads(Frame frame, @Nullable AccountPace pace) {
    var interval = pace == null ? null : pace.interval();
    return pace == null || interval == null
        ? frame.text("account.fact.reads.none")
        : frame.text(
            "account.fact.reads.text",
            pace.repositories(),
            ForecastText.time(frame.texts(), Duration.ofSeconds(interval)));
  }

  private static String tone(ProviderAccount.Status status) {
    return switch (status) {
      case WORKING -> "ready";
      case LIMITED -> "waiting";
      case DEAD -> "blocked";
      case UNVERIFIED, DISABLED -> "unknown";
    };
  }

  private static String expiryTone(ProviderAccount account, Instant now) {
    return account
        .endsWithin(AccountBanners.DAYS, now)
        .map(days -> days <= 1 ? "blocked" : "waiting")
        .orElse("");
  }

  static String kind(
      Frame frame, Provider provider, @Nullable String kind, @Nullable String owner) {
    if (kind == null) return "–";
    var word = frame.texts().orElse("account.kind." + kind, kind);
    return owner == null
        ? word
        : word + ", " + frame.text("account.fact.owner.text." + provider, owner);
  }

  static String expiry(Frame frame, Provider provider, @Nullable Instant end) {
    if (end == null) return frame.text("account.fact.expiry.none." + provider);
    var days = Math.floorDiv(Duration.between(frame.now(), end).toSeconds(), 86_400L);
    return frame.text("account.fact.expiry.days", DAY.format(end), days);
  }

  static String budget(Frame frame, Budget budget) {
    return frame.text(
        "account.fact.budget.text", number(budget.remaining()), number(budget.limit()));
  }

  private static String number(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }
}
