package io.ampel.provider;

import io.ampel.platform.Secret;
import io.ampel.pullrequest.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A token as it arrived by the clipboard, cleaned, with what can be told from its looks. Hints
 * only: whether it is good decides the provider.
 */
record TokenPaste(Secret token, List<Hint> hints) {
  /** More than any known kind needs. */
  static final int LONGEST = 4096;

  private static final Pattern INVISIBLE = Pattern.compile("[\\u200B-\\u200D\\u2060\\uFEFF]");
  private static final Pattern SPACE = Pattern.compile("[\\s\\u00A0]+");
  private static final Pattern HEADER =
      Pattern.compile(
          "(?is).*?\\b(?:authorization|private-token|job-token)\\s*:\\s*(?:bearer|token)?\\s*([^\"']+).*");
  private static final Pattern BARE_SCHEME = Pattern.compile("(?is)^(?:bearer|token)\\s+(\\S.*)$");
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?is)^(?:export\\s+|set\\s+|\\$env:|-\\s*)?[a-z_][a-z0-9_.-]*\\s*[=:]\\s*(\\S.*)$");
  private static final Pattern IN_URL = Pattern.compile("(?is)^https?://[^/@\\s]*:([^/@\\s]+)@.*$");
  private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7E]+");
  private static final Pattern MASKED = Pattern.compile("[*•●·.xX]{6,}");

  TokenPaste {
    hints = List.copyOf(hints);
  }

  /** What its looks tell. */
  enum Hint {
    TAKEN_OUT_OF_LINE,
    UNWRAPPED,
    TRUNCATED,
    OF_GITHUB,
    OF_GITLAB,
    OF_BITBUCKET,
    APP_PASSWORD,
    DEPLOY_TOKEN,
    CI_TOKEN,
    APP_TOKEN,
    REFRESH_TOKEN,
    OF_ANOTHER_PROGRAM,
    KEY_FILE,
    MASKED,
    NOT_A_TOKEN;

    /** The bundle's key of its sentence. */
    String key() {
      return "account.hint." + name();
    }
  }

  /** A kind of token that is known by its beginning; a length of 0 is not fixed. */
  private record Kind(String prefix, int length, Provider provider, Optional<Hint> hint) {
    Kind(String prefix, int length, Provider provider, Hint hint) {
      this(prefix, length, provider, Optional.of(hint));
    }

    Kind(String prefix, int length, Provider provider) {
      this(prefix, length, provider, Optional.empty());
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          new Kind("github_pat_", 93, Provider.GITHUB),
          new Kind("ghp_", 40, Provider.GITHUB),
          new Kind("gho_", 40, Provider.GITHUB, Hint.OF_ANOTHER_PROGRAM),
          new Kind("ghu_", 40, Provider.GITHUB, Hint.APP_TOKEN),
          new Kind("ghs_", 40, Provider.GITHUB, Hint.APP_TOKEN),
          new Kind("ghr_", 40, Provider.GITHUB, Hint.REFRESH_TOKEN),
          new Kind("glpat-", 26, Provider.GITLAB),
          new Kind("gldt-", 0, Provider.GITLAB, Hint.DEPLOY_TOKEN),
          new Kind("glcbt-", 0, Provider.GITLAB, Hint.CI_TOKEN),
          new Kind("glptt-", 0, Provider.GITLAB, Hint.CI_TOKEN),
          new Kind("glrt-", 0, Provider.GITLAB, Hint.CI_TOKEN),
          new Kind("ATBB", 0, Provider.BITBUCKET, Hint.APP_PASSWORD),
          new Kind("ATCTT", 0, Provider.BITBUCKET),
          new Kind("ATATT", 0, Provider.BITBUCKET));

  static TokenPaste of(String pasted, Provider provider) {
    var hints = new ArrayList<Hint>();
    var visible = INVISIBLE.matcher(pasted).replaceAll("").strip();
    if (isKeyFile(visible)) hints.add(Hint.KEY_FILE);
    var taken = hints.isEmpty() ? outOfLine(visible) : visible;
    if (!taken.equals(visible)) hints.add(Hint.TAKEN_OUT_OF_LINE);
    var token = SPACE.matcher(taken).replaceAll("");
    if (!token.equals(taken)) hints.add(Hint.UNWRAPPED);
    if (hints.contains(Hint.KEY_FILE)) return new TokenPaste(new Secret(token), hints);
    addLooks(token, provider, hints);
    return new TokenPaste(new Secret(token), hints);
  }

  private static void addLooks(String token, Provider provider, List<Hint> hints) {
    if (MASKED.matcher(token).matches()) {
      hints.add(Hint.MASKED);
    } else if (!SENDABLE.matcher(token).matches()) {
      hints.add(Hint.NOT_A_TOKEN);
    }
    kind(token)
        .ifPresent(kind -> {
          if (kind.provider() != provider) hints.add(of(kind.provider()));
          kind.hint().ifPresent(hints::add);
          if (token.length() < kind.length()) hints.add(Hint.TRUNCATED);
        });
  }

  private static Optional<Kind> kind(String token) {
    return KINDS.stream().filter(kind -> token.startsWith(kind.prefix())).findFirst();
  }

  private static Hint of(Provider provider) {
    return switch (provider) {
      case GITHUB -> Hint.OF_GITHUB;
      case GITLAB -> Hint.OF_GITLAB;
      case BITBUCKET -> Hint.OF_BITBUCKET;
    };
  }

  private static boolean isKeyFile(String text) {
    return text.startsWith("ssh-") || text.startsWith("-----BEGIN");
  }

  /** The token alone, where a header, an assignment or an address around it was copied too. */
  private static String outOfLine(String text) {
    for (var pattern : List.of(IN_URL, HEADER, BARE_SCHEME, ASSIGNMENT)) {
      var line = pattern.matcher(text);
      if (line.matches()) return unquoted(line.group(1).strip());
    }
    return unquoted(text);
  }

  private static String unquoted(String text) {
    var bare = text.replaceFirst("[;,]$", "");
    for (var quote : List.of("\"", "'", "`")) {
      if (bare.length() > 2 && bare.startsWith(quote) && bare.endsWith(quote)) {
        return bare.substring(1, bare.length() - 1).strip();
      }
    }
    return text.replaceFirst("[\"'`]$", "");
  }

  /** Whether somebody put a token where something else belongs. */
  static boolean looksLikeToken(String text) {
    var bare = text.strip();
    return bare.length() >= 20
        && KINDS.stream().anyMatch(kind -> contains(bare, kind.prefix()))
        && bare.matches(".*\\S{20,}.*");
  }

  private static boolean contains(String text, String prefix) {
    return text.toLowerCase(Locale.ROOT).contains(prefix.toLowerCase(Locale.ROOT));
  }

  boolean isEmpty() {
    return token.reveal().isEmpty();
  }

  /** A header can carry nothing but visible ASCII, so anything else need not be sent. */
  boolean canBeSent() {
    return SENDABLE.matcher(token.reveal()).matches() && token.reveal().length() <= LONGEST;
  }
}
