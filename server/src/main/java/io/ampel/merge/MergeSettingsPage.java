package io.ampel.merge;

import io.ampel.web.Frame;

/**
 * @param bypass people may merge past a waiting or blocked light, with a second step
 */
public record MergeSettingsPage(Frame frame, boolean bypass) {}
