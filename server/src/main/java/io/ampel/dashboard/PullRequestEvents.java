package io.ampel.dashboard;

import io.ampel.platform.Live;
import io.ampel.pullrequest.PullRequestChanged;
import io.ampel.web.EventFilter;
import io.ampel.web.Viewer;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells open browsers that a pull request changed, those who see it and nobody else. */
@Component
class PullRequestEvents implements EventFilter {
  static final String TOPIC = "pull-request";
  private final JdbcClient jdbc;
  private final Live live;

  PullRequestEvents(JdbcClient jdbc, Live live) {
    this.jdbc = jdbc;
    this.live = live;
  }

  @EventListener
  void changed(PullRequestChanged change) {
    live.publish(TOPIC, change.pullRequest().toString());
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public Predicate<Viewer> audience(String id) {
    var seeing =
        Set.copyOf(
            jdbc.sql(
                    """
                    select s.person_id
                    from   pull_request p
                    join   sight_now    s on s.repository_id = p.repository_id
                                         and p.saved_at <= s.up_to
                    where  p.id = :id
                    """)
                .param("id", UUID.fromString(id))
                .query(UUID.class)
                .list());
    return viewer -> seeing.contains(viewer.id());
  }
}
