package io.ampel.provider;

import io.ampel.web.Frame;

/**
 * Asks an administrator whether tokens may go to an address.
 *
 * @param url what the form sends back as the yes, so that it counts for this address only
 * @param path where the form goes on to
 */
public record ConsentView(
    Frame frame, String url, String host, String provider, boolean plainHttp, String path) {}
