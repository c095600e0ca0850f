package io.ampel.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What every page and fragment knows besides its own content: who looks, in which language, and how
 * to address the frame's parts. A controller asks for it as an argument and puts it first into its
 * view record.
 */
public final class Frame {
  private final Texts texts;
  private final @Nullable Viewer viewer;
  private final String path;
  private final @Nullable String theme;
  private final Instant now;
  private final List<NavEntry> entries;
  private final UnaryOperator<String> assets;
  private final Supplier<String> csrf;
  private final @Nullable Flash flash;
  private final List<BannerSource> bannerSources;
  private final List<String> imageSources;

  Frame(
      Texts texts,
      @Nullable Viewer viewer,
      String path,
      @Nullable String theme,
      Instant now,
      List<NavEntry> entries,
      UnaryOperator<String> assets,
      Supplier<String> csrf,
      @Nullable Flash flash,
      List<BannerSource> bannerSources,
      List<String> imageSources) {
    this.texts = texts;
    this.viewer = viewer;
    this.path = path;
    this.theme = theme;
    this.now = now;
    this.entries = entries;
    this.assets = assets;
    this.csrf = csrf;
    this.flash = flash;
    this.bannerSources = bannerSources;
    this.imageSources = imageSources;
  }

  public String text(String key, Object... arguments) {
    return texts.of(key, arguments);
  }

  public Texts texts() {
    return texts;
  }

  public String language() {
    return texts.locale().getLanguage().isEmpty() ? "en" : texts.locale().getLanguage();
  }

  public @Nullable Viewer viewer() {
    return viewer;
  }

  public boolean administrator() {
    return viewer != null && viewer.administrator();
  }

  /** The path of the page, without its query. */
  public String path() {
    return path;
  }

  /** {@code light} or {@code dark} where the person chose, otherwise null: as the system has it. */
  public @Nullable String theme() {
    return theme;
  }

  /** The moment from which ages on this page are told. */
  public Instant now() {
    return now;
  }

  public String asset(String name) {
    return assets.apply(name);
  }

  /** Whether the policy of our pages lets a browser load this picture. */
  public boolean shows(String picture) {
    return picture.startsWith("https:")
        || picture.startsWith("data:")
        || picture.startsWith("/")
        || imageSources.stream().anyMatch(picture::startsWith);
  }

  /** The token that a form sends along as {@code _csrf}. */
  public String csrf() {
    return csrf.get();
  }

  public @Nullable Flash flash() {
    return flash;
  }

  public @Nullable String flashText() {
    return flash == null ? null : flash.words(texts);
  }

  /** What the person should know on whatever page. */
  public List<Banner> banners() {
    return viewer == null
        ? List.of()
        : bannerSources.stream().flatMap(source -> source.banners(viewer).stream()).toList();
  }

  public List<NavEntry> nav(NavEntry.Group group) {
    return viewer == null
        ? List.of()
        : entries.stream().filter(entry -> entry.group() == group && entry.shows(viewer)).toList();
  }

  /** The two places that a small screen keeps within the thumb's reach, besides the menu. */
  public List<NavEntry> thumbs() {
    return nav(NavEntry.Group.MAIN).stream().limit(3).toList();
  }

  /** {@code page} for the entry that leads here, null for the others. */
  public @Nullable String current(NavEntry entry) {
    return best().filter(entry::equals).map(_ -> "page").orElse(null);
  }

  private Optional<NavEntry> best() {
    return entries.stream()
        .filter(entry -> entry.leadsTo(path))
        .max((a, b) -> Integer.compare(a.path().length(), b.path().length()));
  }
}
