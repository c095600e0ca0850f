package io.ampel.web;

import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;
import org.springframework.web.util.HtmlUtils;

/**
 * Turns Markdown into HTML that may stand in a page. Raw HTML in it is shown as text, and whatever
 * the renderer lets through passes a list of allowed elements once more.
 */
public final class Markdown {
  private static final int DEEPEST = 100;
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
  private static final HtmlRenderer RENDERER = renderer().build();
  private static final HtmlRenderer ANCHORING =
      renderer().attributeProviderFactory(_ -> new HeadingAnchors()).build();

  private static final Pattern ABSOLUTE = Pattern.compile("(?i)(?:https?://|mailto:).+");
  private static final Pattern ABSOLUTE_OR_ANCHOR =
      Pattern.compile("(?i)(?:https?://|mailto:|#).+");
  private static final PolicyFactory STRANGERS = policy(ABSOLUTE).toFactory();
  private static final PolicyFactory OURS =
      policy(ABSOLUTE_OR_ANCHOR)
          .allowAttributes("id")
          .matching(Pattern.compile("[\\p{L}\\p{N}_-]+"))
          .onElements("h1", "h2", "h3", "h4", "h5", "h6")
          .toFactory();

  private Markdown() {}

  /** A document of ours: its headings carry anchors, as they do where the repository is browsed. */
  public static SafeHtml document(String markdown) {
    return new SafeHtml(OURS.sanitize(ANCHORING.render(PARSER.parse(markdown))));
  }

  /**
   * A stranger's text, such as the body of a pull request: no anchors that could clash with the
   * page's own, no relative links, headings below those of the page.
   */
  public static SafeHtml foreign(String markdown) {
    var text = PARSER.parse(markdown);
    if (ForeignText.depth(text) > DEEPEST) {
      return plain(markdown);
    }
    ForeignText.tidy(text);
    return new SafeHtml(STRANGERS.sanitize(RENDERER.render(text)));
  }

  /** Nesting that no person writes would exhaust the stack of the renderer. */
  private static SafeHtml plain(String text) {
    return new SafeHtml("<pre>" + HtmlUtils.htmlEscape(text) + "</pre>");
  }

  private static HtmlRenderer.Builder renderer() {
    return HtmlRenderer.builder().extensions(EXTENSIONS).escapeHtml(true).sanitizeUrls(true);
  }

  private static HtmlPolicyBuilder policy(Pattern links) {
    return new HtmlPolicyBuilder()
        .allowElements("p", "br", "hr", "blockquote", "pre", "code", "em", "strong")
        .allowElements("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li")
        .allowElements("table", "thead", "tbody", "tr", "th", "td", "a", "img")
        .allowStandardUrlProtocols()
        .allowAttributes("href")
        .matching(links)
        .onElements("a")
        .requireRelsOnLinks("nofollow", "noopener")
        .allowAttributes("src")
        .matching(Pattern.compile("(?i)https://.+"))
        .onElements("img")
        .allowAttributes("alt", "title")
        .onElements("img")
        .allowAttributes("class")
        .matching(Pattern.compile("language-[\\w+#-]+"))
        .onElements("code")
        .allowAttributes("align")
        .matching(true, "left", "center", "right")
        .onElements("th", "td")
        .allowAttributes("start")
        .matching(Pattern.compile("\\d{1,9}"))
        .onElements("ol");
  }
}
