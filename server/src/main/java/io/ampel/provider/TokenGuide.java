package io.ampel.provider;

import io.ampel.pullrequest.Provider;
import io.ampel.web.Markdown;
import io.ampel.web.SafeHtml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.ClassPathResource;

/**
 * The guide to access tokens, the same text that stands in the repository's {@code docs}. What
 * concerns one provider alone stands there between two comments with its name, and is left out
 * where that provider is not offered.
 */
record TokenGuide(String title, SafeHtml text) {
  static final String PATH = "/guide/tokens";
  private static final String HEADING = "# ";
  private static final Pattern PARAGRAPHS =
      Pattern.compile("(?ms)^ *<!-- (\\w+) -->\\n(.*?)^ *<!-- /\\1 -->\\n");
  private static final Pattern WORDS = Pattern.compile("<!-- (\\w+) -->(.*?)<!-- /\\1 -->");

  static TokenGuide read(Collection<Provider> offered) {
    try {
      var text =
          new ClassPathResource("guide/tokens.md").getContentAsString(StandardCharsets.UTF_8);
      return of(about(offered, about(offered, text, PARAGRAPHS), WORDS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String about(Collection<Provider> offered, String text, Pattern part) {
    return part.matcher(text)
        .replaceAll(found ->
            offered.contains(ProviderName.read(found.group(1)))
                ? Matcher.quoteReplacement(found.group(2))
                : "");
  }

  /** The first line is the title, which the frame of the page shows. */
  private static TokenGuide of(String markdown) {
    var lines = markdown.split("\n", 2);
    if (!lines[0].startsWith(HEADING)) {
      throw new IllegalArgumentException("a guide begins with its title");
    }
    return new TokenGuide(
        lines[0].substring(HEADING.length()).strip(), Markdown.document(lines[1]));
  }

  /** Where the guide begins to speak of the tokens of a provider. */
  static String making(Provider provider) {
    return switch (provider) {
      case GITHUB -> PATH + "#github";
      case GITLAB -> PATH + "#gitlab";
      case BITBUCKET -> PATH + "#bitbucket-cloud";
    };
  }

  /** Where the guide speaks of a problem. */
  static String at(AccountProblem.Code code) {
    return PATH + "#" + anchor(code);
  }

  private static String anchor(AccountProblem.Code code) {
    return switch (code) {
      case INVALID_TOKEN -> "invalid-token";
      case TOKEN_EXPIRED -> "token-expired";
      case INSUFFICIENT_PERMISSIONS -> "insufficient-permissions";
      case CANNOT_SEE_REPOSITORIES, NOT_FOUND -> "cant-see-repositories";
      case APPROVAL_PENDING -> "approval-pending";
      case SSO_REQUIRED -> "single-sign-on-required";
      case TOKEN_FORBIDDEN_BY_ORGANIZATION -> "token-not-allowed-by-the-organization";
      case IP_ALLOW_LIST -> "ip-allow-list";
      case RATE_LIMITED -> "rate-limited";
      case TOO_MANY_SIGN_INS -> "too-many-failed-sign-ins";
      case HOST_NOT_FOUND -> "host-not-found";
      case CONNECTION_REFUSED -> "connection-refused";
      case CERTIFICATE_NOT_TRUSTED -> "certificate-not-trusted";
      case ADDRESS_FORBIDDEN -> "address-not-allowed";
      case PLAIN_HTTP_FORBIDDEN -> "plain-http-not-allowed";
      case NOT_THIS_PROVIDER -> "not-this-provider-at-that-address";
      case PROVIDER_DOWN -> "provider-down";
      case TIMED_OUT -> "timed-out";
      case UNEXPECTED_ANSWER -> "unexpected-answer";
    };
  }
}
