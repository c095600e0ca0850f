package io.ampel.provider;

import static io.ampel.pullrequest.Provider.BITBUCKET;
import static io.ampel.pullrequest.Provider.GITHUB;
import static io.ampel.pullrequest.Provider.GITLAB;

import io.ampel.platform.Secret;
import io.ampel.pullrequest.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
  private static final Pattern CURL_USER =
      Pattern.compile("(?is)^.*?\\s(?:-u|--user)[\\s=]+[\"']?[^\\s:\"']+:([^\\s\"']+).*$");
  private static final Pattern BEHIND_MAIL =
      Pattern.compile("(?is)^[\"']?[^\\s:@/\"']+@[^\\s:@/\"']+:(\\S.*)$");
  private static final Pattern IN_QUERY =
      Pattern.compile("(?is)^https?://\\S*[?&](?:private_token|access_token)=([^&\\s\"']+).*$");
  private static final Pattern BARE_SCHEME = Pattern.compile("(?is)^(?:bearer|token)\\s+(\\S.*)$");
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?is)^(?:export\\s+|set\\s+|\\$env:|-\\s*)?[a-z_][a-z0-9_.-]*\\s*[=:]\\s*(\\S.{15,})$");
  private static final Pattern IN_URL = Pattern.compile("(?is)^https?://[^/@\\s]*:([^/@\\s]+)@.*$");
  private static final String API_TOKEN = "ATATT";
  private static final String REPOSITORY_TOKEN = "ATCTT";
  private static final List<Pattern> AROUND =
      List.of(IN_URL, IN_QUERY, HEADER, CURL_USER, BEHIND_MAIL, BARE_SCHEME, ASSIGNMENT);
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
    TAKES_USERNAME,
    TAKES_NO_USERNAME,
    DEPLOY_TOKEN,
    RUNNER_TOKEN,
    JOB_TOKEN,
    TRIGGER_TOKEN,
    FEED_TOKEN,
    SCIM_TOKEN,
    OAUTH_SECRET,
    PART_OF_GITLAB,
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

  /**
   * A kind of token that is known by its beginning.
   *
   * @param whole what one that was copied to its end looks like
   */
  private record Kind(String prefix, Provider provider, Pattern whole, Optional<Hint> hint) {
    static Kind of(Provider provider, String prefix, String whole) {
      return new Kind(prefix, provider, Pattern.compile(whole), Optional.empty());
    }

    static Kind of(Provider provider, String prefix, String whole, Hint hint) {
      return new Kind(prefix, provider, Pattern.compile(whole), Optional.of(hint));
    }
  }

  private static final String ANY = ".*";
  private static final String CHECKED_BY_ATLASSIAN = ".{40,}=[0-9A-Fa-f]{8}";

  private static final List<Kind> KINDS =
      List.of(
          Kind.of(GITHUB, "github_pat_", ".{93,}"),
          Kind.of(GITHUB, "ghp_", ".{40,}"),
          Kind.of(GITHUB, "gho_", ".{40,}", Hint.OF_ANOTHER_PROGRAM),
          Kind.of(GITHUB, "ghu_", ".{40,}", Hint.APP_TOKEN),
          Kind.of(GITHUB, "ghs_", ".{40,}", Hint.APP_TOKEN),
          Kind.of(GITHUB, "ghr_", ".{40,}", Hint.REFRESH_TOKEN),
          Kind.of(GITLAB, "glpat-", ".{26}|.{33,}\\.[0-9a-z]{2}\\.[0-9a-z]{9}"),
          Kind.of(GITLAB, "gldt-", ANY, Hint.DEPLOY_TOKEN),
          Kind.of(GITLAB, "glrt-", ANY, Hint.RUNNER_TOKEN),
          Kind.of(GITLAB, "glrtr-", ANY, Hint.RUNNER_TOKEN),
          Kind.of(GITLAB, "GR1348941", ANY, Hint.RUNNER_TOKEN),
          Kind.of(GITLAB, "glcbt-", ANY, Hint.JOB_TOKEN),
          Kind.of(GITLAB, "glptt-", ANY, Hint.TRIGGER_TOKEN),
          Kind.of(GITLAB, "glft-", ANY, Hint.FEED_TOKEN),
          Kind.of(GITLAB, "glsoat-", ANY, Hint.SCIM_TOKEN),
          Kind.of(GITLAB, "gloas-", ANY, Hint.OAUTH_SECRET),
          Kind.of(GITLAB, "glimt-", ANY, Hint.PART_OF_GITLAB),
          Kind.of(GITLAB, "glagent-", ANY, Hint.PART_OF_GITLAB),
          Kind.of(GITLAB, "glffct-", ANY, Hint.PART_OF_GITLAB),
          Kind.of(BITBUCKET, "ATBB", ".{36,}", Hint.APP_PASSWORD),
          Kind.of(BITBUCKET, REPOSITORY_TOKEN, CHECKED_BY_ATLASSIAN),
          Kind.of(BITBUCKET, API_TOKEN, CHECKED_BY_ATLASSIAN));

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
          if (!kind.whole().matcher(token).matches()) hints.add(Hint.TRUNCATED);
        });
  }

  /** What its looks tell once it is known how it is to be sent. */
  List<Hint> hintsWith(Provider provider, boolean withUsername) {
    if (provider != BITBUCKET) return hints;
    var text = token.reveal();
    var extra =
        withUsername && text.startsWith(REPOSITORY_TOKEN)
            ? Stream.of(Hint.TAKES_NO_USERNAME)
            : !withUsername && text.startsWith(API_TOKEN)
                ? Stream.of(Hint.TAKES_USERNAME)
                : Stream.<Hint>empty();
    return Stream.concat(hints.stream(), extra).toList();
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

  /**
   * The token alone, where a header, an assignment or an address around it was copied too. Those of
   * Atlassian hold an equals sign and are no assignments.
   */
  private static String outOfLine(String text) {
    if (kind(text).isPresent()) return unquoted(text);
    for (var pattern : AROUND) {
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
