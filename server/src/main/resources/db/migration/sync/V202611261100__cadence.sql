-- Every repository is looked at in an interval of its own, which follows from when something last
-- happened in it: wanted_s is what it should be, interval_s what is promised once the budget of the
-- account that reads it has had its say.
alter table repository_sync
  add column wanted_s       int not null default 120 check (wanted_s > 0),
  add column changed_at     timestamptz,
  add column attended_until timestamptz;

-- What is due of one account, and what nobody reads yet.
create index repository_sync_of_account on repository_sync (account_id, next_due);
drop index repository_sync_account;

-- By how much its budget stretches what an account reads, and how much of its budget was left.
alter table account_pace
  add column stretch    real not null default 1,
  add column room       real not null default 1,
  add column room_until timestamptz;

-- An instance that answers nobody is left alone for a while, by all accounts and processes.
create table instance_pace (
  instance_id  uuid primary key references instance on delete cascade,
  paused_until timestamptz,
  failures     int not null default 0,
  problem      jsonb
);

-- A light may be trusted for as long as was promised, and ten seconds more.
create or replace view freshness as
select repository_id,
       last_synced_at as synced_at,
       ((last_synced_at at time zone 'UTC') + make_interval(secs => interval_s + 10)) is null
         or ((last_synced_at at time zone 'UTC') + make_interval(secs => interval_s + 10))
            < (now() at time zone 'UTC')
         as stale,
       (last_synced_at at time zone 'UTC') + make_interval(secs => interval_s + 10) as stale_at
from   repository_sync;

drop index repository_sync_stale;
create index repository_sync_stale on repository_sync
  (((last_synced_at at time zone 'UTC') + make_interval(secs => interval_s + 10)));
