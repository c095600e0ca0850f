package io.ampel.provider;

import io.ampel.web.Frame;

/** Asks whether the token of somebody else is meant. */
public record OtherIdentityView(Frame frame, String before, String now, String path) {}
