-- Hooks through which providers say that something happened. What one may bring forward is its
-- repository, or all repositories of its owner; the secret is in the vault.
create table webhook (
  id               uuid primary key default gen_random_uuid(),
  path             text        not null unique check (length(path) = 43),
  instance_id      uuid        not null references instance on delete cascade,
  scope            text        not null check (scope in ('REPOSITORY', 'OWNER')),
  repository_id    uuid        references repository on delete cascade,
  owner            text        check (owner = lower(owner)),
  -- As the provider knows it; null where somebody pastes it there by hand.
  external_id      text,
  account_id       uuid        references provider_account on delete set null,
  created_by       uuid        references person on delete set null,
  created_at       timestamptz not null default now(),
  last_delivery_at timestamptz,
  last_event       text,
  -- Since when a change is known that it should have told.
  missed_at        timestamptz,
  check ((scope = 'REPOSITORY') = (repository_id is not null)),
  check ((scope = 'OWNER') = (owner is not null))
);
create unique index webhook_repository on webhook (repository_id) where repository_id is not null;
create unique index webhook_owner on webhook (instance_id, owner) where owner is not null;
create index webhook_account on webhook (account_id);

-- What was delivered lately, so that nothing counts twice.
create table webhook_delivery (
  webhook_id  uuid        not null references webhook on delete cascade,
  delivery_id text        not null,
  arrived_at  timestamptz not null default now(),
  primary key (webhook_id, delivery_id)
);
create index webhook_delivery_age on webhook_delivery (arrived_at);
