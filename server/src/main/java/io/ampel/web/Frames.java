package io.ampel.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.util.WebUtils;

/** Makes the frame of a request. */
@Component
class Frames {
  static final String THEME_COOKIE = "ampel_theme";
  private static final Set<String> THEMES = Set.of("light", "dark");

  private final MessageSource messages;
  private final ObjectProvider<Viewers> viewers;
  private final List<NavEntry> entries;
  private final Assets assets;
  private final Clock clock;
  private final List<BannerSource> bannerSources;
  private final List<String> imageSources;

  Frames(
      MessageSource messages,
      ObjectProvider<Viewers> viewers,
      ObjectProvider<NavEntry> entries,
      Assets assets,
      Clock clock,
      ObjectProvider<BannerSource> bannerSources,
      WebProperties properties) {
    this.messages = messages;
    this.viewers = viewers;
    this.entries =
        entries.stream()
            .sorted(Comparator.comparing(NavEntry::group).thenComparing(NavEntry::order))
            .toList();
    this.assets = assets;
    this.clock = clock;
    this.bannerSources = bannerSources.orderedStream().toList();
    this.imageSources = properties.imageSources();
  }

  Texts texts(HttpServletRequest request) {
    return new Texts(messages, RequestContextUtils.getLocale(request));
  }

  Optional<Viewer> viewer() {
    return Optional.ofNullable(viewers.getIfAvailable()).flatMap(Viewers::current);
  }

  Frame of(HttpServletRequest request, HttpServletResponse response) {
    return new Frame(
        texts(request),
        viewer().orElse(null),
        request.getRequestURI(),
        theme(request),
        clock.instant(),
        entries,
        assets::address,
        csrf(request),
        flash(request, response),
        bannerSources,
        imageSources);
  }

  private static @Nullable String theme(HttpServletRequest request) {
    var chosen = cookie(request, THEME_COOKIE);
    return chosen != null && THEMES.contains(chosen) ? chosen : null;
  }

  private static Supplier<String> csrf(HttpServletRequest request) {
    return () -> request.getAttribute("_csrf") instanceof CsrfToken token ? token.getToken() : "";
  }

  /** A message waits for the next whole page; a fragment would swallow it unseen. */
  private static @Nullable Flash flash(HttpServletRequest request, HttpServletResponse response) {
    var waiting = cookie(request, Flash.COOKIE);
    if (waiting == null || request.getHeader("HX-Request") != null) {
      return null;
    }
    Flash.forget(response);
    return Flash.read(waiting).orElse(null);
  }

  private static @Nullable String cookie(HttpServletRequest request, String name) {
    return Optional.ofNullable(WebUtils.getCookie(request, name))
        .map(Cookie::getValue)
        .orElse(null);
  }
}
