package io.ampel.platform;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The one way out to other hosts. A client that it gives speaks to one instance only, looks at the
 * address at every connection, follows no redirect, keeps no cookie, waits and reads only so long,
 * and fails with {@link Unreachable}.
 */
@Component
public class Gateway implements DisposableBean {
  private static final int POOL = 100;

  private final Limits limits;
  private final Proxies proxies;
  private final OutboundAddresses addresses;
  private final CloseableHttpClient http;

  /**
   * One instance of a provider.
   *
   * @param base its address; calls may go to any path on the same scheme, host and port
   * @param plainHttpApproved whether an administrator has said yes to plain http there
   */
  public record Target(URI base, boolean plainHttpApproved) {
    public Target {
      if (base.getHost() == null) throw new IllegalArgumentException("no host in " + base);
    }
  }

  /** How long and how much. */
  record Limits(Duration connect, Duration response, Duration whole, int bodyBytes) {
    static final Limits USUAL =
        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(60), 20 << 20);
  }

  @Autowired
  Gateway(AmpelProperties properties, Environment environment) {
    this(properties, Proxies.of(environment), Limits.USUAL);
  }

  Gateway(AmpelProperties properties, Proxies proxies, Limits limits) {
    this.limits = limits;
    this.proxies = proxies;
    this.addresses = new OutboundAddresses(properties.allowLoopback(), proxies.hosts());
    this.http =
        HttpClients.custom()
            .setConnectionManager(connections(properties))
            .setRoutePlanner(new Routes(proxies))
            .setDefaultCredentialsProvider(proxies.credentials())
            .setDefaultRequestConfig(requests())
            .setRetryStrategy(new OnlyStaleReads())
            .setUserAgent("Ampel/" + properties.version())
            .disableRedirectHandling()
            .disableCookieManagement()
            .evictExpiredConnections()
            .evictIdleConnections(TimeValue.ofSeconds(30))
            .build();
  }

  /**
   * A client for this instance, with its address as base; tokens and media types are added to it.
   */
  public RestClient.Builder client(Target target) {
    return RestClient.builder()
        .uriBuilderFactory(
            new DefaultUriBuilderFactory(UriComponentsBuilder.fromUri(target.base())))
        .requestFactory(new HttpComponentsClientHttpRequestFactory(http))
        .requestInterceptor((request, body, execution) -> {
          refuseOutside(target, request.getURI());
          return call(request, body, execution);
        });
  }

  /** Whether a link or a redirect stays where the token may go: same scheme, host and port. */
  public static boolean sameOrigin(URI base, URI other) {
    return String.valueOf(base.getScheme()).equalsIgnoreCase(other.getScheme())
        && String.valueOf(base.getHost()).equalsIgnoreCase(other.getHost())
        && port(base) == port(other)
        && other.getRawUserInfo() == null;
  }

  @Override
  public void destroy() throws IOException {
    http.close();
  }

  private ClientHttpResponse call(
      org.springframework.http.HttpRequest request, byte[] body, ClientHttpRequestExecution next) {
    try {
      lookBehindProxy(request.getURI());
      return AnswerBody.read(next.execute(request, body), limits.bodyBytes(), limits.whole());
    } catch (IOException e) {
      throw Unreachable.because(e, request.getURI());
    }
  }

  private void lookBehindProxy(URI uri) throws IOException {
    if (proxies.towards(uri.getScheme(), uri.getHost()).isEmpty()) return;
    addresses.checkBehindProxy(uri.getHost());
  }

  private static void refuseOutside(Target target, URI uri) {
    if (!sameOrigin(target.base(), uri)) {
      throw new Unreachable(Unreachable.Kind.ADDRESS_FORBIDDEN, uri, null);
    }
    if (!"https".equalsIgnoreCase(uri.getScheme()) && !target.plainHttpApproved()) {
      throw new Unreachable(Unreachable.Kind.PLAIN_HTTP_FORBIDDEN, uri, null);
    }
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) return uri.getPort();
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  private HttpClientConnectionManager connections(AmpelProperties properties) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(addresses)
        .setTlsSocketStrategy(
            new DefaultClientTlsStrategy(TrustedCertificates.context(properties.caFile())))
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(timeout(limits.connect()))
                .setSocketTimeout(timeout(limits.response()))
                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                .setTimeToLive(TimeValue.ofMinutes(5))
                .build())
        .setMaxConnTotal(2 * POOL)
        .setMaxConnPerRoute(POOL)
        .build();
  }

  private RequestConfig requests() {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(timeout(limits.response()))
        .setResponseTimeout(timeout(limits.response()))
        .build();
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.of(duration);
  }

  /** Through the proxy where one is named. */
  private static final class Routes extends DefaultRoutePlanner {
    private final Proxies proxies;

    Routes(Proxies proxies) {
      super(null);
      this.proxies = proxies;
    }

    @Override
    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
      return proxies
          .towards(target.getSchemeName(), target.getHostName())
          .map(proxy -> new HttpHost(proxy.getScheme(), proxy.getHost(), proxy.getPort()))
          .orElse(null);
    }
  }

  /** A kept connection may have died unseen. Reading again does no harm; anything else may. */
  private static final class OnlyStaleReads extends DefaultHttpRequestRetryStrategy {
    OnlyStaleReads() {
      super(1, TimeValue.ofMilliseconds(50));
    }

    @Override
    protected boolean handleAsIdempotent(HttpRequest request) {
      return Method.isSafe(request.getMethod());
    }

    @Override
    public boolean retryRequest(HttpResponse response, int count, HttpContext context) {
      return false;
    }
  }
}
