-- Comments and reviews that people sent, so that the same request is never sent twice.
create table act_attempt (
  id              uuid primary key default gen_random_uuid(),
  pull_request_id uuid        not null references pull_request on delete cascade,
  person_id       uuid        not null references person on delete cascade,
  account_id      uuid        references provider_account on delete set null,
  kind            text        not null check (kind in ('COMMENT', 'APPROVED', 'CHANGES_REQUESTED', 'COMMENTED')),
  idempotency_key text,
  request         text        not null,
  outcome         text        check (outcome in ('DONE', 'REFUSED', 'HEAD_MOVED', 'NOT_PERMITTED', 'UNKNOWN')),
  message         text,
  url             text,
  started_at      timestamptz not null,
  finished_at     timestamptz,
  unique (person_id, idempotency_key)
);
create index act_attempt_of on act_attempt (pull_request_id, started_at);
