package io.ampel.sync;

import io.ampel.web.EventFilter;
import io.ampel.web.NavEntry;
import io.ampel.web.NavEntry.Group;
import io.ampel.web.Viewer;
import java.util.HashSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the pages of this room stand in the navigation, and who hears that something was read. */
@Configuration(proxyBeanMethods = false)
class SyncPlaces {

  @Bean
  NavEntry repositoriesPlace() {
    return new NavEntry(
        Group.MAIN, 50, "sync.repositories", "/repositories", "git-fork", "g r", false);
  }

  @Bean
  NavEntry healthPlace() {
    return new NavEntry(
        Group.ADMINISTRATION, 20, "sync.health", "/health", "activity-heartbeat", "g h", true);
  }

  /** Whoever watches something that the account reads. */
  @Bean
  EventFilter syncEvents(JdbcClient jdbc) {
    return new EventFilter() {
      @Override
      public String topic() {
        return "sync";
      }

      @Override
      public Predicate<Viewer> audience(String account) {
        var people =
            new HashSet<>(
                jdbc.sql(
                        """
                        select distinct w.person_id
                        from   repository_sync rs
                        join   watch           w on w.repository_id = rs.repository_id
                        where  rs.account_id = :account
                        """)
                    .param("account", UUID.fromString(account))
                    .query(UUID.class)
                    .list());
        return viewer -> people.contains(viewer.id());
      }
    };
  }
}
