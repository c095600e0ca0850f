package io.ampel.pullrequest;

import org.jspecify.annotations.Nullable;

/**
 * An issue that merging would close.
 *
 * @param repository full name of the issue's repository, which the viewer may not be able to see
 * @param open null when another tracker would have to be asked
 */
public record LinkedIssue(
    String repository, String key, String title, String url, @Nullable Boolean open) {}
