package io.ampel.provider;

import static java.util.stream.Collectors.toMap;

import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.Repository;
import io.ampel.web.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The connector of each provider that Ampel offers. */
@Component
public class Connectors {
  private final Map<Provider, Connector> byProvider;

  @Autowired
  Connectors(List<Connector> connectors, MeterRegistry meters) {
    this(connectors.stream().map(connector -> AskedConnector.of(connector, meters)).toList());
  }

  Connectors(List<Connector> connectors) {
    byProvider = connectors.stream().collect(toMap(Connector::provider, connector -> connector));
  }

  /** The providers that accounts can be of, in the order in which people read them. */
  public List<Provider> offered() {
    return Arrays.stream(Provider.values()).filter(byProvider::containsKey).toList();
  }

  /** The same provider, or the problem that says which there are instead. */
  Provider requireOffered(Provider provider) {
    if (byProvider.containsKey(provider)) return provider;
    throw Problem.of(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "PROVIDER_NOT_OFFERED",
        ProviderName.of(provider),
        ProviderName.list(offered()));
  }

  public Optional<Connector> of(Provider provider) {
    return Optional.ofNullable(byProvider.get(provider));
  }

  public Connector of(Repository repository) {
    return of(repository.instance().provider())
        .orElseThrow(() -> new IllegalArgumentException(repository.fullName()));
  }
}
