-- Every attempt to merge, written before the provider is asked: what a crash leaves without an
-- outcome is settled by reading again.
create table merge_attempt (
  id               uuid primary key default gen_random_uuid(),
  pull_request_id  uuid        not null references pull_request on delete cascade,
  person_id        uuid        not null references person on delete cascade,
  account_id       uuid        references provider_account on delete set null,
  head_sha         text        not null,
  strategy         text        not null,
  delete_branch    boolean     not null default false,
  light            text,
  past_the_light   boolean     not null default false,
  idempotency_key  text,
  request          text        not null,
  outcome          text        check (outcome in ('MERGED', 'REFUSED', 'HEAD_MOVED', 'NOT_PERMITTED', 'UNKNOWN')),
  status           int,
  message          text,
  commit_sha       text,
  confirmation     uuid,
  confirmable_until timestamptz,
  confirmed_at     timestamptz,
  asked_at         timestamptz,
  started_at       timestamptz not null,
  finished_at      timestamptz,
  unique (person_id, idempotency_key)
);
create unique index merge_attempt_running on merge_attempt (pull_request_id) where outcome is null;
create index merge_attempt_of on merge_attempt (pull_request_id, started_at);
create unique index merge_attempt_confirmation on merge_attempt (confirmation) where confirmation is not null;
