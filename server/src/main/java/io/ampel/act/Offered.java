package io.ampel.act;

import io.ampel.provider.Feature;
import java.util.Set;

/** What an instance lets people do beside commenting, approving and merging. */
public record Offered(
    boolean requestChanges,
    boolean withdraw,
    boolean updateBranch,
    boolean rerun,
    boolean resolve,
    boolean close,
    boolean reopen) {

  static Offered of(Set<Feature> features) {
    return new Offered(
        features.contains(Feature.REQUEST_CHANGES),
        features.contains(Feature.WITHDRAW),
        features.contains(Feature.UPDATE_BRANCH),
        features.contains(Feature.RERUN),
        features.contains(Feature.RESOLVE),
        features.contains(Feature.CLOSE),
        features.contains(Feature.REOPEN));
  }
}
