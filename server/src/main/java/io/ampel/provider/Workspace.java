package io.ampel.provider;

import io.ampel.web.Problem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads where an access token of Bitbucket lives as people write it: a workspace, a repository in
 * it, or a project in it by its key.
 */
final class Workspace {
  private static final Pattern SITE =
      Pattern.compile("^(?i)(?:https?://)?(?:www\\.)?bitbucket\\.org/");
  private static final Pattern PROJECT = Pattern.compile("^([^/]+)/workspace/projects/([^/]+).*$");
  private static final Pattern SETTINGS = Pattern.compile("^([^/]+)/workspace/.*$");
  private static final Pattern PLACE =
      Pattern.compile("^([\\w.~-]{1,100})(?:/([\\w.~-]{1,100}))?(?:/.*)?$");

  private Workspace() {}

  /** Null for nothing; the address of a page is cut down to what it is about. */
  static @Nullable String read(@Nullable String typed) {
    if (typed == null || typed.isBlank()) return null;
    var address = SITE.matcher(typed.strip()).replaceFirst("");
    var project = PROJECT.matcher(address).replaceFirst("$1/$2");
    var place = PLACE.matcher(SETTINGS.matcher(project).replaceFirst("$1"));
    if (!place.matches() || TokenPaste.looksLikeToken(typed)) {
      throw Problem.invalid("workspace", "account.workspace.unreadable");
    }
    var within = place.group(2);
    return within == null
        ? place.group(1)
        : place.group(1) + "/" + within.replaceFirst("\\.git$", "");
  }
}
