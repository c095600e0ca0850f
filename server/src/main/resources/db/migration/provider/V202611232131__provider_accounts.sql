create table provider_account (
  id               uuid primary key default gen_random_uuid(),
  person_id        uuid        not null references person on delete cascade,
  instance_id      uuid        not null references instance,
  name             text        not null,
  username         text,
  workspace        text,
  identity_id      text,
  identity_login   text,
  identity_avatar  text,
  token_kind       text,
  scopes           text[]      not null default '{}',
  capabilities     jsonb       not null default '{}',
  expires_at       timestamptz,
  enabled          boolean     not null default true,
  is_default       boolean     not null default false,
  problem          jsonb,
  died_at          timestamptz,
  budget           jsonb,
  last_used_at     timestamptz,
  last_verified_at timestamptz,
  created_at       timestamptz not null default now(),
  unique (person_id, name)
);
create index provider_account_instance on provider_account (instance_id) where enabled and died_at is null;
create unique index provider_account_default on provider_account (person_id, instance_id) where is_default;

-- What one account may do in one repository, computed by the provider for the asking person.
create table account_capability (
  account_id    uuid        not null references provider_account on delete cascade,
  repository_id uuid        not null references repository on delete cascade,
  may_comment   text        not null check (may_comment in ('YES', 'NO', 'UNKNOWN')),
  may_approve   text        not null check (may_approve in ('YES', 'NO', 'UNKNOWN')),
  may_merge     text        not null check (may_merge in ('YES', 'NO', 'UNKNOWN')),
  may_bypass    boolean     not null default false,
  reads_checks  text        not null check (reads_checks in ('YES', 'NO', 'UNKNOWN')),
  read_at       timestamptz not null,
  primary key (account_id, repository_id)
);
