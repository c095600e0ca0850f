package io.ampel.identity;

import io.ampel.web.Frame;
import org.jspecify.annotations.Nullable;

/** Somebody invited chooses a password. */
public record InvitationPage(
    Frame frame, String path, String email, String name, @Nullable String error) {}
