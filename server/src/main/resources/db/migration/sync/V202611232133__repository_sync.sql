create table repository_sync (
  repository_id  uuid primary key references repository on delete cascade,
  next_due       timestamptz not null default now(),
  interval_s     int         not null default 120,
  failures       int         not null default 0,
  leased_until   timestamptz,
  leased_by      text,
  last_tried_at  timestamptz,
  last_synced_at timestamptz,
  open_count     int         not null default 0,
  problem        jsonb
);
create index repository_sync_due on repository_sync (next_due);
