package io.ampel.provider;

import io.ampel.web.Frame;
import io.ampel.web.SafeHtml;

/** The page of the token guide. */
public record TokenGuideView(Frame frame, String title, SafeHtml text) {}
