create table instance (
  id             uuid primary key default gen_random_uuid(),
  provider       text        not null check (provider in ('GITHUB', 'GITLAB', 'BITBUCKET')),
  base_url       text        not null unique,
  name           text        not null,
  plain_http     boolean     not null default false,
  missing_fields text[]      not null default '{}',
  approved_by    text,
  created_at     timestamptz not null default now()
);

create table repository (
  id                      uuid primary key default gen_random_uuid(),
  instance_id             uuid        not null references instance,
  external_id             text        not null,
  full_name               text        not null,
  url                     text        not null,
  visibility              text        not null check (visibility in ('PUBLIC', 'INTERNAL', 'PRIVATE')),
  archived                boolean     not null default false,
  fork                    boolean     not null default false,
  default_branch          text,
  strategies              text[]      not null default '{}',
  deletes_branch_on_merge boolean     not null default false,
  policy                  jsonb,
  created_at              timestamptz not null default now(),
  unique (instance_id, external_id)
);
create index repository_name on repository (instance_id, lower(full_name));

-- What a branch demands, as last read from the provider.
create table branch_requirements (
  repository_id uuid        not null references repository on delete cascade,
  branch        text        not null,
  requirements  jsonb       not null,
  read_at       timestamptz not null,
  primary key (repository_id, branch)
);

create table pull_request (
  id                       uuid primary key default gen_random_uuid(),
  repository_id            uuid        not null references repository on delete cascade,
  external_id              text        not null,
  number                   int         not null,
  title                    text        not null,
  url                      text        not null,
  state                    text        not null check (state in ('OPEN', 'MERGED', 'CLOSED')),
  draft                    boolean     not null,
  author                   text        not null,
  author_kind              text        not null check (author_kind in ('USER', 'BOT', 'TEAM', 'GHOST')),
  author_avatar            text,
  source_branch            text        not null,
  target_branch            text        not null,
  head_sha                 text        not null,
  light                    text        check (light in ('READY', 'UNKNOWN', 'WAITING', 'BLOCKED')),
  reasons                  jsonb       not null default '[]',
  not_blocking             jsonb       not null default '[]',
  waiting_since            timestamptz,
  reevaluate_at            timestamptz,
  labels                   jsonb       not null default '[]',
  label_names              text[]      not null default '{}',
  reviewers                jsonb       not null default '[]',
  reviewer_names           text[]      not null default '{}',
  review_decision          text        not null,
  checks_total             int         not null default 0,
  checks_passed            int         not null default 0,
  checks_failed            int         not null default 0,
  checks_running           int         not null default 0,
  mergeability             text        not null check (mergeability in ('MERGEABLE', 'CONFLICTING', 'UNKNOWN')),
  additions                int         not null default 0,
  deletions                int         not null default 0,
  changed_files            int         not null default 0,
  comments                 int         not null default 0,
  unresolved_conversations int         not null default 0,
  fingerprint              text        not null,
  created_at               timestamptz not null,
  updated_at               timestamptz not null,
  merged_at                timestamptz,
  closed_at                timestamptz,
  saved_at                 timestamptz not null default now(),
  unique (repository_id, external_id),
  check ((state = 'OPEN') = (light is not null))
);
create index pull_request_open on pull_request (repository_id, light) where state = 'OPEN';
create index pull_request_order on pull_request (updated_at desc, id) where state = 'OPEN';
create index pull_request_closed on pull_request (repository_id, updated_at desc) where state <> 'OPEN';
create index pull_request_due on pull_request (reevaluate_at) where reevaluate_at is not null;
create index pull_request_number on pull_request (repository_id, number);

create table pull_request_detail (
  pull_request_id uuid primary key references pull_request on delete cascade,
  facts           jsonb not null
);

create table turn (
  pull_request_id uuid not null references pull_request on delete cascade,
  role            text not null,
  name            text not null,
  since           timestamptz,
  primary key (pull_request_id, role, name)
);
create index turn_name on turn (name);

create table pull_request_event (
  id              bigint generated always as identity primary key,
  pull_request_id uuid        not null references pull_request on delete cascade,
  kind            text        not null,
  at              timestamptz not null,
  light           text
);
create index pull_request_event_of on pull_request_event (pull_request_id, at);
