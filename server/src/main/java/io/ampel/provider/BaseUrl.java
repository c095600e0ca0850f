package io.ampel.provider;

import io.ampel.web.Problem;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
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
      Pattern.compile("/(?:api/v3|api/graphql|api/v4|api|settings|login|orgs|users|-)(?:/.*)?$");
  private static final int LONGEST = 500;

  static BaseUrl of(String typed) {
    var text = typed.strip();
    if (text.isEmpty() || text.length() > LONGEST || TokenPaste.looksLikeToken(text)) {
      throw unreadable();
    }
    try {
      var url = SCHEME.matcher(text).find() ? text : "https://" + text;
      return new BaseUrl(normalised(new URI(withAsciiHost(url))));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw unreadable();
    }
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
    var path = isHosted(host) ? "" : path(url.getPath());
    return new URI(scheme, null, host, port(scheme, url.getPort()), path, null, null);
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

  private static String path(String typed) {
    return PAGE.matcher(typed).replaceFirst("").replaceFirst("/+$", "");
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
