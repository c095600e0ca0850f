package io.ampel.pullrequest;

import static java.util.stream.Collectors.toMap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** The one write path of pull requests: facts in, light and reasons stored beside them. */
@org.springframework.stereotype.Repository
public class PullRequests {
  /** So long after it was pushed, the first check of a commit may still be to come. */
  private static final java.time.Duration NEW = java.time.Duration.ofMinutes(30);

  private final JdbcClient jdbc;
  private final Repositories repositories;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  PullRequests(
      JdbcClient jdbc, Repositories repositories, ApplicationEventPublisher events, Clock clock) {
    this.jdbc = jdbc;
    this.repositories = repositories;
    this.events = events;
    this.clock = clock;
  }

  /**
   * One pull request as just read.
   *
   * @param fingerprint what the cheap probe saw; another one means: read again
   * @param begun when the provider was about to be asked; what was asked later is not replaced
   */
  public record Reading(
      Repository repository,
      PullRequest facts,
      MergeRequirements requirements,
      String fingerprint,
      Instant begun) {}

  /**
   * What is known of an open pull request.
   *
   * @param unsettled the last reading left something open, so it is read again whatever the probe
   *     sees
   * @param unseen how much what a probe may not see could change its light
   */
  public record Known(
      UUID id,
      UUID repository,
      String externalId,
      int number,
      String fingerprint,
      boolean unsettled,
      Unseen unseen) {}

  /** What hangs on checks and a target branch that move without a trace in the provider's lists. */
  public enum Unseen {
    /** Something else made it red, and a change of that leaves a trace. */
    LITTLE,
    /** It waits for something else, whose change leaves a trace; checks could make it red. */
    YELLOW,
    /** Checks made it red. */
    RED,
    /** It is green. */
    GREEN,
    /** Checks run, or those of a new commit have not begun. */
    MUCH
  }

  /**
   * A pull request with its repository, all facts, its light and reasons.
   *
   * @param begun when the last reading of it began
   */
  public record Stored(
      UUID id,
      Repository repository,
      PullRequest facts,
      String fingerprint,
      @Nullable TrafficLight light,
      List<Reason> reasons,
      List<Note> notBlocking,
      @Nullable Instant waitingSince,
      Instant begun) {}

  /**
   * Saves what changed and nothing else, in one statement for the whole batch. What began before
   * another reading of the same pull request that is saved already comes too late and is left out.
   *
   * @return ids of the pull requests that were written
   */
  @Transactional
  public List<UUID> save(Collection<Reading> readings) {
    var now = clock.instant();
    var newest = newest(readings);
    var earlier = earlier(newest);
    var rows =
        newest.stream()
            .flatMap(reading -> PullRequestRow.of(reading, earlier.get(key(reading)), now).stream())
            .toList();
    if (rows.isEmpty()) {
      return List.of();
    }
    var saved = new PullRequestWrite(jdbc).write(rows);
    saved.forEach((id, repository) -> events.publishEvent(new PullRequestChanged(id, repository)));
    rows.forEach(row -> tellHowLate(row, earlier.get(key(row.reading())), now));
    return List.copyOf(saved.keySet());
  }

  /** Only of what was known before: what is new to Ampel may have changed long ago. */
  private void tellHowLate(PullRequestRow row, @Nullable Stored before, Instant now) {
    var changed = row.facts().updatedAt();
    if (before != null && changed.isAfter(before.facts().updatedAt())) {
      var late = Duration.between(changed, now);
      events.publishEvent(new ChangeArrived(late.isNegative() ? Duration.ZERO : late));
    }
  }

  /** Applies the rule again to what is known, for example after new requirements. */
  @Transactional
  public List<UUID> reevaluate(Collection<UUID> ids) {
    var stored = byIds(ids);
    var requirements = requirements(stored.stream().map(one -> one.repository().id()).toList());
    return save(
        stored.stream()
            .map(one ->
                new Reading(
                    one.repository(),
                    one.facts(),
                    requirements.getOrDefault(
                        new Branch(one.repository().id(), one.facts().targetBranch()),
                        MergeRequirements.UNREADABLE),
                    one.fingerprint(),
                    one.begun()))
            .toList());
  }

  /** Applies the rule to those whose answer changes by the passing of time alone. */
  @Transactional
  public List<UUID> reevaluateDue(int most) {
    var due =
        jdbc.sql(
                """
                select id
                from   pull_request
                where  reevaluate_at <= :now
                order  by reevaluate_at
                limit  :most
                """)
            .param("now", java.sql.Timestamp.from(clock.instant()))
            .param("most", most)
            .query(PullRequestRow::id)
            .list();
    return due.isEmpty() ? List.of() : reevaluate(due);
  }

  public Optional<Stored> find(UUID id) {
    return byIds(List.of(id)).stream().findFirst();
  }

  public List<Stored> byIds(Collection<UUID> ids) {
    var rows =
        jdbc.sql(
                """
                select p.id, p.repository_id, p.fingerprint, p.light, p.reasons, p.not_blocking,
                       p.waiting_since, d.facts, coalesce(g.begun_at, p.saved_at) as begun_at
                from   pull_request        p
                join   pull_request_detail d on d.pull_request_id = p.id
                left   join pull_request_reading g on g.repository_id = p.repository_id
                                                  and g.external_id   = p.external_id
                where  p.id = any (:ids)
                """)
            .param("ids", ids.toArray(UUID[]::new))
            .query(PullRequestRow::loaded)
            .list();
    var byId =
        repositories
            .byIds(rows.stream().map(PullRequestRow.Loaded::repository).distinct().toList())
            .stream()
            .collect(toMap(Repository::id, repository -> repository));
    return rows.stream().map(row -> row.with(byId)).toList();
  }

  /** The open pull requests of these repositories, without their facts. */
  public List<Known> open(Collection<UUID> repositoryIds) {
    return jdbc.sql(
            """
            select id, repository_id, external_id, number, fingerprint,
                   mergeability = 'UNKNOWN' as unsettled,
                   case when checks_running > 0
                          or (checks_total = 0 and updated_at > :fresh)
                          or exists (select 1
                                     from   jsonb_array_elements(reasons) reason
                                     where  reason ->> 'code' = any (:running)) then 'MUCH'
                        when light in ('READY', 'UNKNOWN')                      then 'GREEN'
                        when exists (select 1
                                     from   jsonb_array_elements(reasons) reason
                                     where  reason ->> 'code' = any (:ended))   then 'RED'
                        when light = 'WAITING'                                  then 'YELLOW'
                        else 'LITTLE' end as unseen
            from   pull_request
            where  state = 'OPEN'
            and    repository_id = any (:repositories)
            """)
        .param("repositories", repositoryIds.toArray(UUID[]::new))
        .param("fresh", java.sql.Timestamp.from(clock.instant().minus(NEW)))
        .param("running", names(Reason.Code.checksToCome()))
        .param("ended", names(Reason.Code.checksThatFailed()))
        .query(PullRequestRow::known)
        .list();
  }

  private static String[] names(Collection<Reason.Code> codes) {
    return codes.stream().map(Enum::name).toArray(String[]::new);
  }

  public record Branch(UUID repository, String name) {}

  /** What is known of the demands of the branches of these repositories. */
  public Map<Branch, MergeRequirements> requirements(Collection<UUID> repositoryIds) {
    var found = new HashMap<Branch, MergeRequirements>();
    jdbc.sql(
            """
            select repository_id, branch, requirements
            from   branch_requirements
            where  repository_id = any (:repositories)
            """)
        .param("repositories", repositoryIds.toArray(UUID[]::new))
        .query(row -> {
          found.put(
              new Branch(row.getObject("repository_id", UUID.class), row.getString("branch")),
              Json.read(row.getString("requirements"), MergeRequirements.class));
        });
    return found;
  }

  /** The branches whose demands were read after the given moment. */
  public List<Branch> requirementsReadSince(Collection<UUID> repositoryIds, Instant moment) {
    return jdbc.sql(
            """
            select repository_id, branch
            from   branch_requirements
            where  repository_id = any (:repositories)
            and    read_at > :moment
            """)
        .param("repositories", repositoryIds.toArray(UUID[]::new))
        .param("moment", java.sql.Timestamp.from(moment))
        .query((row, number) ->
            new Branch(row.getObject("repository_id", UUID.class), row.getString("branch")))
        .list();
  }

  /** A guess never replaces a reading. */
  @Transactional
  public void require(UUID repository, String branch, MergeRequirements requirements) {
    jdbc.sql(
            """
            insert into branch_requirements as known (repository_id, branch, requirements, read_at)
            values (:repository, :branch, cast(:requirements as jsonb), :now)
            on conflict (repository_id, branch) do update
              set requirements = case when :guessed and known.requirements ->> 'source' = 'PROVIDER'
                                      then known.requirements else excluded.requirements end,
                  read_at      = excluded.read_at
            """)
        .param("repository", repository)
        .param("branch", branch)
        .param("requirements", Json.write(requirements))
        .param("guessed", requirements.source() == MergeRequirements.Source.GUESSED)
        .param("now", java.sql.Timestamp.from(clock.instant()))
        .update();
  }

  /**
   * The readings that no newer one has overtaken. Whoever saves the same pull request at the same
   * time waits here for the other; all take their places in one order, so that nobody waits for
   * each other.
   */
  private List<Reading> newest(Collection<Reading> readings) {
    var newest =
        jdbc.sql(
                """
                insert into pull_request_reading as known (repository_id, external_id, begun_at)
                select r.repository_id, r.external_id, r.begun_at
                from   unnest(cast(:repositories as uuid[]), cast(:externalIds as text[]),
                              cast(:begun as timestamptz[])) as r (repository_id, external_id, begun_at)
                order  by r.repository_id, r.external_id
                on conflict (repository_id, external_id) do update
                  set    begun_at = excluded.begun_at
                  where  known.begun_at <= excluded.begun_at
                returning repository_id || ' ' || external_id
                """)
            .param("repositories", repositoryIds(readings))
            .param("externalIds", externalIds(readings))
            .param(
                "begun",
                readings.stream().map(one -> one.begun().toString()).toArray(String[]::new))
            .query(String.class)
            .set();
    return readings.stream().filter(reading -> newest.contains(key(reading))).toList();
  }

  private static UUID[] repositoryIds(Collection<Reading> readings) {
    return readings.stream().map(reading -> reading.repository().id()).toArray(UUID[]::new);
  }

  private static String[] externalIds(Collection<Reading> readings) {
    return readings.stream().map(reading -> reading.facts().externalId()).toArray(String[]::new);
  }

  private Map<String, Stored> earlier(Collection<Reading> readings) {
    var ids =
        jdbc.sql(
                """
                select id
                from   pull_request
                where  (repository_id, external_id) in
                       (select * from unnest(cast(:repositories as uuid[]), cast(:externalIds as text[])))
                """)
            .param("repositories", repositoryIds(readings))
            .param("externalIds", externalIds(readings))
            .query(PullRequestRow::id)
            .list();
    return ids.isEmpty()
        ? Map.of()
        : byIds(ids).stream()
            .collect(
                toMap(
                    stored -> stored.repository().id() + " " + stored.facts().externalId(),
                    stored -> stored));
  }

  private static String key(Reading reading) {
    return reading.repository().id() + " " + reading.facts().externalId();
  }
}
