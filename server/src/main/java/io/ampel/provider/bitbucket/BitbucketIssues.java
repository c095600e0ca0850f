package io.ampel.provider.bitbucket;

import io.ampel.pullrequest.LinkedIssue;
import java.net.URI;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bitbucket keeps no issues of its own: titles and branches name those of a Jira site, and where
 * that is nobody tells but who set up Ampel.
 *
 * @param site null where no site is set, so that keys lead nowhere and are not shown
 */
record BitbucketIssues(@Nullable URI site) {
  private static final Pattern KEY = Pattern.compile("(?<![A-Za-z0-9])[A-Z][A-Z0-9]+-[1-9]\\d*");

  /**
   * Whether an issue is open, or may be seen, Bitbucket does not know; its key stands in the pull
   * request itself, so that it is as visible as that.
   */
  List<LinkedIssue> of(String repository, String title, String branch) {
    if (site == null) {
      return List.of();
    }
    var base = site.toString().replaceFirst("/+$", "");
    return KEY.matcher(title + " " + branch)
        .results()
        .map(MatchResult::group)
        .distinct()
        .map(key -> new LinkedIssue(repository, key, key, base + "/browse/" + key, null))
        .toList();
  }
}
