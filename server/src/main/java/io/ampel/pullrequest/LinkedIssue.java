package io.ampel.pullrequest;

/**
 * An issue that merging would close.
 *
 * @param repository full name of the issue's repository, which the viewer may not be able to see
 */
public record LinkedIssue(String repository, String key, String title, String url, boolean open) {}
