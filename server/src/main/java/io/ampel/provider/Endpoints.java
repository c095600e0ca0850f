package io.ampel.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * The endpoints of a provider as each right to ask reaches them. Building them takes longer than
 * many a call, and one piece of work makes hundreds.
 *
 * @param <A> the endpoints
 */
public final class Endpoints<A> {
  /** By identity: the same right of another piece of work counts for that. */
  private final Cache<Access, A> built =
      Caffeine.newBuilder()
          .weakKeys()
          .expireAfterAccess(Duration.ofMinutes(1))
          .maximumSize(1_000)
          .build();

  private final Class<A> type;
  private final Function<Access, RestClient> clients;

  public Endpoints(Class<A> type, Function<Access, RestClient> clients) {
    this.type = type;
    this.clients = clients;
  }

  public A of(Access access) {
    return built.get(access, this::build);
  }

  private A build(Access access) {
    return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(clients.apply(access)))
        .build()
        .createClient(type);
  }
}
