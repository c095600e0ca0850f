package io.ampel.act;

import io.ampel.provider.Connectors;
import io.ampel.pullrequest.Instances;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells the pages what can be done at an instance, so that they offer nothing else. */
@Component
public class Offers {
  private final Instances instances;
  private final Connectors connectors;

  Offers(Instances instances, Connectors connectors) {
    this.instances = instances;
    this.connectors = connectors;
  }

  public Offered at(UUID instance) {
    return instances
        .find(instance)
        .flatMap(found -> connectors.of(found.provider()).map(one -> one.features(found)))
        .map(Offered::of)
        .orElseGet(() -> Offered.of(Set.of()));
  }
}
