package io.ampel.simulator;

import io.ampel.simulator.News.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what became different during a change, by comparing before with after. */
final class Noticing {
  private final Map<PullRequest, Moment> before = new LinkedHashMap<>();
  private final Set<Repository> pushed = new LinkedHashSet<>();
  private final Set<PullRequest> opened = new LinkedHashSet<>();

  /** What counts of a pull request at one moment. */
  private record Moment(
      PullRequest.State state,
      String head,
      List<Object> checks,
      List<Object> statuses,
      List<Object> reviews,
      List<Object> comments,
      List<Object> threads,
      List<Object> rest) {

    static Moment of(PullRequest pr) {
      var rest = new ArrayList<@Nullable Object>();
      rest.add(pr.title());
      rest.add(pr.isDraft());
      rest.add(List.copyOf(pr.labels()));
      rest.add(List.copyOf(pr.requests()));
      rest.add(String.valueOf(pr.queueEntry()));
      rest.add(String.valueOf(pr.autoMerge()));
      return new Moment(
          pr.state(),
          pr.headSha(),
          List.copyOf(pr.head().checks()),
          List.copyOf(pr.head().statuses()),
          List.copyOf(pr.reviews()),
          List.copyOf(pr.comments()),
          List.copyOf(pr.threads()),
          List.copyOf(rest));
    }

    Set<Kind> kinds(Moment after) {
      var kinds = EnumSet.noneOf(Kind.class);
      if (!head.equals(after.head)) kinds.add(Kind.SYNCHRONIZED);
      if (state != after.state) {
        kinds.add(after.state == PullRequest.State.OPEN ? Kind.OPENED : Kind.CLOSED);
      }
      if (!checks.equals(after.checks)) kinds.add(Kind.CHECK);
      if (!statuses.equals(after.statuses)) kinds.add(Kind.STATUS);
      if (!reviews.equals(after.reviews)) kinds.add(Kind.REVIEW);
      if (!comments.equals(after.comments)) kinds.add(Kind.COMMENT);
      if (!threads.equals(after.threads)) kinds.add(Kind.THREAD);
      if (!rest.equals(after.rest)) kinds.add(Kind.EDITED);
      return kinds;
    }
  }

  void changing(PullRequest pr) {
    before.computeIfAbsent(pr, Moment::of);
  }

  void opened(PullRequest pr) {
    opened.add(pr);
  }

  void pushed(Repository repository) {
    pushed.add(repository);
  }

  /** All that happened since, which is forgotten here. */
  List<News> take() {
    var news = new ArrayList<News>();
    pushed.forEach(each -> news.add(new News(each, null, Kind.PUSH)));
    before.forEach((pr, moment) ->
        moment.kinds(Moment.of(pr)).forEach(kind -> news.add(new News(pr.repository(), pr, kind))));
    opened.forEach(each -> news.add(new News(each.repository(), each, Kind.OPENED)));
    before.clear();
    pushed.clear();
    opened.clear();
    return news;
  }
}
