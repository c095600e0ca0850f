package io.ampel.provider.gitlab;

import io.ampel.provider.Access;
import io.ampel.provider.Feature;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.SchemaGaps;
import io.ampel.pullrequest.Instance;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What an instance can do beyond what every GitLab can; asked once, and remembered with it. */
final class GitLabAbilities {
  static final String REQUEST_CHANGES = "mergeRequestRequestChanges";
  static final String WITHDRAW_CHANGES = "mergeRequestDestroyRequestedChanges";

  private final GitLabGraph graph;
  private final SchemaGaps gaps;
  private final Set<UUID> asked = ConcurrentHashMap.newKeySet();

  GitLabAbilities(GitLabGraph graph, SchemaGaps gaps) {
    this.graph = graph;
    this.gaps = gaps;
  }

  static Set<Feature> features(Instance instance) {
    var features = EnumSet.allOf(Feature.class);
    if (instance.missingFields().contains("Mutation." + REQUEST_CHANGES)) {
      features.remove(Feature.REQUEST_CHANGES);
    }
    return features;
  }

  boolean has(Access access, String mutation) {
    return !gaps.of(access).contains("Mutation." + mutation);
  }

  /** Does nothing where it was done already; an instance that does not answer is asked again. */
  void learn(Access access) {
    if (asked.contains(access.instance().id())) {
      return;
    }
    try {
      var data =
          graph.ask(access, GitLabQueries.ABILITIES, Map.of(), GitLabApi::askAbilities).data();
      var type = data == null ? null : data.type();
      if (type == null || type.fields() == null) {
        return;
      }
      var known = type.fields().stream().map(GitLabNodes.FieldNode::name).toList();
      var missing = new ArrayList<String>();
      for (var mutation : List.of(REQUEST_CHANGES, WITHDRAW_CHANGES)) {
        if (known.stream().filter(Objects::nonNull).noneMatch(mutation::equals)) {
          missing.add("Mutation." + mutation);
        }
      }
      asked.add(access.instance().id());
      if (!missing.isEmpty()) {
        gaps.learn(access, missing);
      }
    } catch (ProviderFailure failure) {
      // It stays unknown, and is asked for with the next token.
    }
  }
}
