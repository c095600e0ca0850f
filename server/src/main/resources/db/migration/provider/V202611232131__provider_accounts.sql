create table provider_account (
  id                   uuid primary key default gen_random_uuid(),
  person_id            uuid        not null references person on delete cascade,
  instance_id          uuid        not null references instance,
  name                 text        not null check (name <> ''),
  username             text,
  workspace            text,
  identity_id          text,
  identity_login       text,
  identity_name        text,
  identity_avatar      text,
  token_kind           text,
  owner                text,
  scopes               text[]      not null default '{}',
  capabilities         jsonb,
  repositories_visible int,
  -- As the provider tells it, and as the person typed it where the provider does not.
  expires_at           timestamptz,
  expires_typed        timestamptz,
  enabled              boolean     not null default true,
  is_default           boolean     not null default false,
  problem              jsonb,
  warnings             jsonb       not null default '[]',
  died_at              timestamptz,
  -- By the provider's name of the budget.
  budgets              jsonb       not null default '{}',
  token_changed_at     timestamptz not null default now(),
  last_used_at         timestamptz,
  last_tried_at        timestamptz,
  last_verified_at     timestamptz,
  created_at           timestamptz not null default now(),
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
