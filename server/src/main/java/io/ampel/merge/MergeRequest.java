package io.ampel.merge;

import io.ampel.pullrequest.MergeStrategy;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants merged.
 *
 * @param headSha the commit the person saw
 * @param strategy null for the repository's first
 * @param title of the merge commit, null for the provider's own
 * @param message of the merge commit, null for the provider's own
 * @param confirmation of an earlier refusal, the explicit second step
 */
record MergeRequest(
    String headSha,
    @Nullable MergeStrategy strategy,
    @Nullable String title,
    @Nullable String message,
    boolean deleteBranch,
    @Nullable UUID confirmation) {}
