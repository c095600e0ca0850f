package io.ampel.provider;

import io.ampel.web.Problem;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;

/**
 * The address of an instance as people open it in the browser, made of what somebody typed: without
 * the parts that only programs or single pages use.
 */
record BaseUrl(URI address) {
  private static final Pattern SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*://");
  private static final Pattern PAGE =
      Pattern.compile(
          "/(?:api/v3|api/graphql|api/v4|api|2\\.0|settings|login|orgs|users|groups|dashboard|explore|-)"
              + "(?:/.*)?$");

  /** A page of a project or its clone address: group and project are no part of the address. */
  private static final Pattern PROJECT = Pattern.compile("^(?:/[^/]+){2,}(?:/-(?:/.*)?|\\.git/?)$");

  private static final Comparator<URI> LONGER =
      Comparator.comparingInt(address -> address.toString().length());
  private static final int LONGEST = 500;

  static BaseUrl of(String typed) {
    return of(typed, List.of());
  }

  /**
   * Where an instance lives under a path, only its address tells where the path ends and a project
   * begins.
   *
   * @param known addresses that may be meant
   */
  static BaseUrl of(String typed, Collection<URI> known) {
    var text = typed.strip();
    if (text.isEmpty() || text.length() > LONGEST || TokenPaste.looksLikeToken(text)) {
      throw unreadable();
    }
    try {
      var url = SCHEME.matcher(text).find() ? text : "https://" + text;
      var whole = normalised(new URI(withAsciiHost(url)));
      var meant = known.stream().filter(address -> holds(address, whole)).max(LONGER);
      return new BaseUrl(meant.isPresent() ? meant.get() : withoutPage(whole));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw unreadable();
    }
  }

  private static boolean holds(URI address, URI whole) {
    return !address.getPath().isEmpty()
        && (whole.toString() + "/").startsWith(address.toString() + "/");
  }

  private static String withAsciiHost(String url) {
    var start = url.indexOf("://") + "://".length();
    var slash = url.indexOf('/', start);
    var end = slash < 0 ? url.length() : slash;
    return url.substring(0, start) + IDN.toASCII(url.substring(start, end)) + url.substring(end);
  }

  private static URI normalised(URI url) throws URISyntaxException {
    var scheme = url.getScheme().toLowerCase(Locale.ROOT);
    if (url.getHost() == null || url.getRawUserInfo() != null || !isWeb(scheme)) {
      throw unreadable();
    }
    var host = webHost(url.getHost().toLowerCase(Locale.ROOT));
    var path = isHosted(host) ? "" : url.getPath();
    return new URI(scheme, null, host, port(scheme, url.getPort()), path, null, null);
  }

  private static URI withoutPage(URI whole) throws URISyntaxException {
    var path = PAGE.matcher(PROJECT.matcher(whole.getPath()).replaceFirst("")).replaceFirst("");
    return with(whole, path.replaceFirst("/+$", ""));
  }

  private static URI with(URI url, String path) throws URISyntaxException {
    return new URI(url.getScheme(), null, url.getHost(), url.getPort(), path, null, null);
  }

  private static boolean isWeb(String scheme) {
    return scheme.equals("https") || scheme.equals("http");
  }

  private static String webHost(String host) {
    var open = host.startsWith("www.") ? host.substring("www.".length()) : host;
    var isApi = open.startsWith("api.") && isHosted(open.substring("api.".length()));
    return isApi ? open.substring("api.".length()) : open;
  }

  /** Run by the provider itself, always at the root of its host. */
  private static boolean isHosted(String host) {
    return host.equals("github.com")
        || host.endsWith(".ghe.com")
        || host.equals("gitlab.com")
        || host.equals("bitbucket.org");
  }

  private static int port(String scheme, int port) {
    return port == (scheme.equals("https") ? 443 : 80) ? -1 : port;
  }

  boolean isPlainHttp() {
    return "http".equals(address.getScheme());
  }

  /** How people call the instance: its host, with port and path where it has them. */
  String name() {
    return address.toString().substring(address.getScheme().length() + "://".length());
  }

  private static Problem unreadable() {
    return Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "BASE_URL_UNREADABLE");
  }
}
