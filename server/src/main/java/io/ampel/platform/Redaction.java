package io.ampel.platform;

import java.util.regex.Pattern;

/** Masks what looks like a token, wherever it turns up. */
public final class Redaction {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\b(?:gh[pousr]_|github_pat_|gl[a-z]{1,8}-|AT(?:BB|ATT|CTT)|ampel_)[A-Za-z0-9_\\-=.]{12,}"
              + "|(?i:\\b(?:bearer|basic|token)\\s+)(?=\\S*[0-9A-Z=])[A-Za-z0-9_\\-=.+/~]{12,}"
              + "|(?i:(?:private-token|authorization|x-api-key)[\"']?\\s*[:=]\\s*[\\[\"']*(?:\\w+\\s+)?)"
              + "[^\\s\"',;\\]}]{6,}"
              + "|(?<=://)[^/\\s:@]*:[^/\\s@]+(?=@)");

  private Redaction() {}

  public static String redact(String text) {
    return TOKEN.matcher(text).replaceAll("•••");
  }
}
