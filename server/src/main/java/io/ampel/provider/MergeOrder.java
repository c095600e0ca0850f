package io.ampel.provider;

import io.ampel.pullrequest.MergeStrategy;
import org.jspecify.annotations.Nullable;

/**
 * @param headSha the commit the person saw
 * @param title null for the provider's own
 * @param message null for the provider's own
 * @param deleteBranch for providers that do it with the merge; the others are asked afterwards
 */
public record MergeOrder(
    String headSha,
    MergeStrategy strategy,
    @Nullable String title,
    @Nullable String message,
    boolean deleteBranch) {}
