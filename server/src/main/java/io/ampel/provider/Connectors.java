package io.ampel.provider;

import static java.util.stream.Collectors.toMap;

import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.Repository;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The connector of each provider that Ampel offers. */
@Component
public class Connectors {
  private final Map<Provider, Connector> byProvider;

  Connectors(List<Connector> connectors) {
    byProvider = connectors.stream().collect(toMap(Connector::provider, connector -> connector));
  }

  public Optional<Connector> of(Provider provider) {
    return Optional.ofNullable(byProvider.get(provider));
  }

  public Connector of(Repository repository) {
    return of(repository.instance().provider())
        .orElseThrow(() -> new IllegalArgumentException(repository.fullName()));
  }
}
