-- When each watched repository is read next, and how the last readings went.
create table repository_sync (
  repository_id  uuid primary key references repository on delete cascade,
  account_id     uuid        references provider_account on delete set null,
  next_due       timestamptz not null default now(),
  interval_s     int         not null default 120 check (interval_s > 0),
  failures       int         not null default 0,
  settle_at      timestamptz,
  settle_tries   int         not null default 0,
  leased_until   timestamptz,
  leased_by      uuid,
  asked_at       timestamptz,
  last_tried_at  timestamptz,
  last_synced_at timestamptz,
  open_count     int         not null default 0,
  problem        jsonb
);
create index repository_sync_due on repository_sync (next_due);
create index repository_sync_settle on repository_sync (settle_at) where settle_at is not null;
create index repository_sync_account on repository_sync (account_id);

-- How fast an account may be asked: until when it rests, and which part of its hourly budget one
-- look at one repository takes.
create table account_pace (
  account_id   uuid primary key references provider_account on delete cascade,
  paused_until timestamptz,
  failures     int  not null default 0,
  cost         real not null default 0,
  problem      jsonb
);

-- Lights of a stale repository keep their value and say so.
create view freshness as
select repository_id,
       last_synced_at as synced_at,
       last_synced_at is null
         or last_synced_at < now() - least(make_interval(secs => 3 * interval_s), interval '15 minutes')
         as stale
from   repository_sync;
