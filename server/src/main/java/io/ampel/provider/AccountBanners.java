package io.ampel.provider;

import io.ampel.platform.Live;
import io.ampel.web.Banner;
import io.ampel.web.BannerSource;
import io.ampel.web.EventFilter;
import io.ampel.web.Texts;
import io.ampel.web.Viewer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Says on every page that a token died or soon will. What is to be said stands in memory, as few
 * accounts are ever in trouble, so that no page pays for asking.
 */
@Component
class AccountBanners implements BannerSource, EventFilter, SmartInitializingSingleton {
  static final int DAYS = 14;
  private static final int URGENT_DAYS = 7;
  private static final Duration FRESH = Duration.ofMinutes(10);

  private final ProviderAccounts accounts;
  private final Live live;
  private final MessageSource messages;
  private final Clock clock;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile Map<UUID, List<ProviderAccount>> troubled = Map.of();
  private volatile Instant readAt = Instant.EPOCH;

  AccountBanners(ProviderAccounts accounts, Live live, MessageSource messages, Clock clock) {
    this.accounts = accounts;
    this.live = live;
    this.messages = messages;
    this.clock = clock;
  }

  @Override
  public void afterSingletonsInstantiated() {
    live.subscribe(event -> {
      if (event.equals(Live.Event.MISSED) || event.topic().equals(topic())) read();
    });
    read();
  }

  void read() {
    readAt = clock.instant();
    troubled =
        accounts.troubled(clock.instant().plus(Duration.ofDays(DAYS))).stream()
            .collect(Collectors.groupingBy(ProviderAccount::person));
  }

  @Override
  public List<Banner> banners(Viewer viewer) {
    readInBackgroundWhenOld();
    var texts = new Texts(messages, LocaleContextHolder.getLocale());
    return troubled.getOrDefault(viewer.id(), List.of()).stream()
        .flatMap(account -> banner(account, texts))
        .toList();
  }

  /** Days pass without an event. */
  private void readInBackgroundWhenOld() {
    if (readAt.plus(FRESH).isAfter(clock.instant()) || !reading.compareAndSet(false, true)) return;
    Thread.ofVirtual()
        .name("account-banners")
        .start(() -> {
          try {
            read();
          } finally {
            reading.set(false);
          }
        });
  }

  private Stream<Banner> banner(ProviderAccount account, Texts texts) {
    var link = texts.of("account.banner.link");
    var url = ProviderAccountsController.PATH + "/" + account.id();
    var problem = account.problem();
    if (account.diedAt() != null && problem != null) {
      var title = texts.of("account.problem." + problem.code() + ".title");
      var text = texts.of("account.banner.dead", account.name(), title);
      return Stream.of(new Banner(Banner.Kind.DANGER, text, link, url));
    }
    return account.endsWithin(DAYS, clock.instant()).stream()
        .map(days -> new Banner(kind(days), words(texts, account, days), link, url));
  }

  private static Banner.Kind kind(long days) {
    if (days <= 1) return Banner.Kind.DANGER;
    return days < URGENT_DAYS ? Banner.Kind.WARNING : Banner.Kind.INFO;
  }

  private static String words(Texts texts, ProviderAccount account, long days) {
    if (account.expiry().isEmpty()) return texts.of("account.banner.old", account.name());
    return days < 0
        ? texts.of("account.banner.expired", account.name())
        : texts.of("account.banner.expiring", account.name(), days);
  }

  @Override
  public String topic() {
    return AccountKeeping.TOPIC;
  }

  /** People hear of their own accounts only. */
  @Override
  public Predicate<Viewer> audience(String id) {
    return viewer -> viewer.id().toString().equals(id);
  }
}
