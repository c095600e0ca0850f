package io.ampel.pullrequest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statement that writes a batch of pull requests with their facts, turns and events. */
record PullRequestWrite(JdbcClient jdbc) {

  /**
   * @return the written ids, each with its repository
   */
  Map<UUID, UUID> write(List<PullRequestRow> rows) {
    var saved = new LinkedHashMap<UUID, UUID>();
    jdbc.sql(
            """
            with incoming as (
              select *
              from   jsonb_to_recordset(cast(:rows as jsonb)) as r (
                  repository_id uuid, external_id text, number int, title text, url text, state
                  text, draft boolean, author text, author_kind text, author_avatar text,
                  source_branch text, target_branch text, head_sha text, light text, reasons
                  jsonb, not_blocking jsonb, waiting_since timestamptz, reevaluate_at
                  timestamptz, labels jsonb, label_names text[], reviewers jsonb, reviewer_names
                  text[], review_decision text, checks_total int, checks_passed int,
                  checks_failed int, checks_running int, mergeability text, additions int,
                  deletions int, changed_files int, comments int, unresolved_conversations int,
                  fingerprint text, created_at timestamptz, updated_at timestamptz, merged_at
                  timestamptz, closed_at timestamptz, facts jsonb, turns jsonb, events jsonb)
            ),
            saved as (
              insert into pull_request (
                  repository_id, external_id, number, title, url, state, draft, author,
                  author_kind, author_avatar, source_branch, target_branch, head_sha, light,
                  reasons, not_blocking, waiting_since, reevaluate_at, labels, label_names,
                  reviewers, reviewer_names, review_decision, checks_total, checks_passed,
                  checks_failed, checks_running, mergeability, additions, deletions,
                  changed_files, comments, unresolved_conversations, fingerprint, created_at,
                  updated_at, merged_at, closed_at)
              select
                  repository_id, external_id, number, title, url, state, draft, author,
                  author_kind, author_avatar, source_branch, target_branch, head_sha, light,
                  reasons, not_blocking, waiting_since, reevaluate_at, labels, label_names,
                  reviewers, reviewer_names, review_decision, checks_total, checks_passed,
                  checks_failed, checks_running, mergeability, additions, deletions,
                  changed_files, comments, unresolved_conversations, fingerprint, created_at,
                  updated_at, merged_at, closed_at
              from   incoming
              on conflict (repository_id, external_id) do update set
                  number = excluded.number,
                  title = excluded.title,
                  url = excluded.url,
                  state = excluded.state,
                  draft = excluded.draft,
                  author = excluded.author,
                  author_kind = excluded.author_kind,
                  author_avatar = excluded.author_avatar,
                  source_branch = excluded.source_branch,
                  target_branch = excluded.target_branch,
                  head_sha = excluded.head_sha,
                  light = excluded.light,
                  reasons = excluded.reasons,
                  not_blocking = excluded.not_blocking,
                  waiting_since = excluded.waiting_since,
                  reevaluate_at = excluded.reevaluate_at,
                  labels = excluded.labels,
                  label_names = excluded.label_names,
                  reviewers = excluded.reviewers,
                  reviewer_names = excluded.reviewer_names,
                  review_decision = excluded.review_decision,
                  checks_total = excluded.checks_total,
                  checks_passed = excluded.checks_passed,
                  checks_failed = excluded.checks_failed,
                  checks_running = excluded.checks_running,
                  mergeability = excluded.mergeability,
                  additions = excluded.additions,
                  deletions = excluded.deletions,
                  changed_files = excluded.changed_files,
                  comments = excluded.comments,
                  unresolved_conversations = excluded.unresolved_conversations,
                  fingerprint = excluded.fingerprint,
                  created_at = excluded.created_at,
                  updated_at = excluded.updated_at,
                  merged_at = excluded.merged_at,
                  closed_at = excluded.closed_at,
                  saved_at = now()
              returning id, repository_id, external_id
            ),
            detail as (
              insert into pull_request_detail (pull_request_id, facts)
              select s.id, i.facts
              from   saved s
              join   incoming i using (repository_id, external_id)
              on conflict (pull_request_id) do update set facts = excluded.facts
            ),
            turns as (
              select s.id, t.role, t.name, t.since
              from   saved s
              join   incoming i using (repository_id, external_id)
              cross  join jsonb_to_recordset(i.turns) as t (role text, name text, since timestamptz)
            ),
            passed as (
              delete from turn
              using  saved s
              where  turn.pull_request_id = s.id
              and    not exists (select 1 from turns t
                                 where t.id = s.id and t.role = turn.role and t.name = turn.name)
            ),
            taken as (
              insert into turn (pull_request_id, role, name, since)
              select id, role, name, since from turns
              on conflict (pull_request_id, role, name) do update set since = excluded.since
            ),
            happened as (
              insert into pull_request_event (pull_request_id, kind, at, light)
              select s.id, e.kind, e.at, e.light
              from   saved s
              join   incoming i using (repository_id, external_id)
              cross  join jsonb_to_recordset(i.events) as e (kind text, at timestamptz, light text)
            )
            select id, repository_id from saved
            """)
        .param("rows", Json.write(rows.stream().map(PullRequestRow::columns).toList()))
        .query(row -> {
          saved.put(row.getObject("id", UUID.class), row.getObject("repository_id", UUID.class));
        });
    return saved;
  }
}
