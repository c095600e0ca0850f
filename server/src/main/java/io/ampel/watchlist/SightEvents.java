package io.ampel.watchlist;

import io.ampel.web.EventFilter;
import io.ampel.web.Viewer;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Events about what is in repositories reach those who see them. */
@Configuration(proxyBeanMethods = false)
class SightEvents {

  @Bean
  EventFilter pullRequestEvents(Sight sight) {
    return new BySight("pull-request", sight::whoSeesPullRequest);
  }

  @Bean
  EventFilter repositoryEvents(Sight sight) {
    return new BySight("repository", sight::whoSees);
  }

  private record BySight(String topic, Function<UUID, Set<UUID>> whoSees) implements EventFilter {
    @Override
    public Predicate<Viewer> audience(String id) {
      var people = whoSees.apply(UUID.fromString(id));
      return viewer -> people.contains(viewer.id());
    }
  }
}
