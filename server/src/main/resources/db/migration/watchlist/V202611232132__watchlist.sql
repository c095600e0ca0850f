create table watch (
  person_id     uuid        not null references person on delete cascade,
  repository_id uuid        not null references repository on delete cascade,
  pattern_id    uuid,
  created_at    timestamptz not null default now(),
  primary key (person_id, repository_id)
);
create index watch_repository on watch (repository_id);

create table pattern (
  id         uuid primary key default gen_random_uuid(),
  person_id  uuid        not null references person on delete cascade,
  account_id uuid        not null references provider_account on delete cascade,
  glob       text        not null,
  applied_at timestamptz,
  created_at timestamptz not null default now(),
  unique (account_id, glob)
);
alter table watch add foreign key (pattern_id) references pattern on delete set null;

-- Who may see what, proved by reading the repository's pull requests with that very account.
create table sight (
  person_id     uuid        not null references person on delete cascade,
  repository_id uuid        not null references repository on delete cascade,
  account_id    uuid        not null references provider_account on delete cascade,
  proved_at     timestamptz not null,
  lost_at       timestamptz,
  primary key (person_id, repository_id, account_id)
);
create index sight_account on sight (account_id);
create index sight_repository on sight (repository_id);
