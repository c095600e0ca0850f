package io.ampel.provider;

import io.ampel.pullrequest.MergeStrategy;
import org.jspecify.annotations.Nullable;

/**
 * @param headSha the commit the person saw
 * @param title null for the provider's own
 * @param message null for the provider's own
 */
public record MergeOrder(
    String headSha, MergeStrategy strategy, @Nullable String title, @Nullable String message) {}
