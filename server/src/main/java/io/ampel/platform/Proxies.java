package io.ampel.platform;

import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * The proxies on the way out, as the usual variables and Java's own properties name them.
 *
 * @param http for http addresses
 * @param https for https addresses
 * @param direct hosts that are asked without a proxy, as in {@code NO_PROXY}
 */
record Proxies(@Nullable URI http, @Nullable URI https, List<String> direct) {

  static Proxies of(Environment environment) {
    var all = first(environment, "ALL_PROXY", "all_proxy");
    return new Proxies(
        proxy(environment, "HTTP_PROXY", "http_proxy", "http.proxyHost", all),
        proxy(environment, "HTTPS_PROXY", "https_proxy", "https.proxyHost", all),
        Stream.of(
                first(environment, "NO_PROXY", "no_proxy"),
                first(environment, "http.nonProxyHosts").map(hosts -> hosts.replace('|', ',')))
            .flatMap(Optional::stream)
            .flatMap(hosts -> Arrays.stream(hosts.split(",")))
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .filter(host -> !host.isEmpty())
            .toList());
  }

  /** The proxy to ask, or empty to go straight there. */
  Optional<URI> towards(String scheme, String host) {
    if (isDirect(host.toLowerCase(Locale.ROOT))) return Optional.empty();
    return Optional.ofNullable(scheme.equals("https") ? https : http);
  }

  Set<String> hosts() {
    return all().map(URI::getHost).collect(Collectors.toSet());
  }

  CredentialsProvider credentials() {
    var credentials = new BasicCredentialsProvider();
    all().filter(proxy -> proxy.getUserInfo() != null).forEach(proxy -> add(credentials, proxy));
    return credentials;
  }

  private static void add(BasicCredentialsProvider credentials, URI proxy) {
    var parts = proxy.getUserInfo().split(":", 2);
    var password = parts.length > 1 ? parts[1].toCharArray() : new char[0];
    credentials.setCredentials(
        new AuthScope(proxy.getHost(), proxy.getPort()),
        new UsernamePasswordCredentials(parts[0], password));
  }

  private Stream<URI> all() {
    return Stream.of(Optional.ofNullable(http), Optional.ofNullable(https))
        .flatMap(Optional::stream);
  }

  private boolean isDirect(String host) {
    return host.equals("localhost")
        || (isLiteral(host) && InetAddress.ofLiteral(bare(host)).isLoopbackAddress())
        || direct.stream().anyMatch(pattern -> matches(pattern, host));
  }

  private static boolean matches(String pattern, String host) {
    if (pattern.equals("*")) return true;
    if (isLiteral(host))
      return isRange(pattern) && new IpAddressMatcher(pattern).matches(bare(host));
    var name = pattern.replaceFirst("^\\*?\\.", "");
    return host.equals(name) || host.endsWith("." + name);
  }

  private static boolean isRange(String pattern) {
    return pattern.matches("[0-9.]+(/\\d+)?|[0-9a-f:]*:[0-9a-f:.]*(/\\d+)?");
  }

  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || host.matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
  }

  private static String bare(String host) {
    return host.replaceAll("[\\[\\]]", "");
  }

  private static @Nullable URI proxy(
      Environment environment,
      String upper,
      String lower,
      String javaHost,
      Optional<String> otherwise) {
    return first(environment, upper, lower)
        .or(() -> javaProxy(environment, javaHost))
        .or(() -> otherwise)
        .map(address -> URI.create(address.contains("://") ? address : "http://" + address))
        .map(Proxies::withPort)
        .orElse(null);
  }

  private static Optional<String> javaProxy(Environment environment, String javaHost) {
    var port = environment.getProperty(javaHost.replace("Host", "Port"), "80");
    return first(environment, javaHost).map(host -> host + ":" + port);
  }

  private static URI withPort(URI proxy) {
    if (proxy.getPort() >= 0) return proxy;
    var user = proxy.getRawUserInfo() == null ? "" : proxy.getRawUserInfo() + "@";
    var port = "https".equals(proxy.getScheme()) ? 443 : 80;
    return URI.create(proxy.getScheme() + "://" + user + proxy.getHost() + ":" + port);
  }

  private static Optional<String> first(Environment environment, String... names) {
    return Stream.of(names)
        .map(name -> Optional.ofNullable(environment.getProperty(name)))
        .flatMap(Optional::stream)
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  /** Masked: a proxy's address may hold a password. */
  @Override
  public String toString() {
    return "Proxies" + hosts();
  }
}
