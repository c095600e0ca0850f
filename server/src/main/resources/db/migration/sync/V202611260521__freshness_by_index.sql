-- Which repositories are stale, and which was read last, must not cost a look at all of them. An
-- index wants an expression that knows no time zone, hence the detour over UTC.
create or replace view freshness as
select repository_id,
       last_synced_at as synced_at,
       ((last_synced_at at time zone 'UTC') + make_interval(secs => least(3 * interval_s, 900)))
         is null
         or ((last_synced_at at time zone 'UTC') + make_interval(secs => least(3 * interval_s, 900)))
            < (now() at time zone 'UTC')
         as stale,
       (last_synced_at at time zone 'UTC') + make_interval(secs => least(3 * interval_s, 900))
         as stale_at
from   repository_sync;

create index repository_sync_stale on repository_sync
  (((last_synced_at at time zone 'UTC') + make_interval(secs => least(3 * interval_s, 900))));
create index repository_sync_latest on repository_sync (last_synced_at)
  where last_synced_at is not null;
create index repository_sync_never on repository_sync (repository_id) where last_synced_at is null;
