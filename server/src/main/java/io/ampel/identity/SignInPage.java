package io.ampel.identity;

import io.ampel.web.Frame;
import org.jspecify.annotations.Nullable;

/**
 * @param next where the person wanted to go
 * @param error why it did not work, in words
 */
public record SignInPage(Frame frame, String email, String next, @Nullable String error) {}
