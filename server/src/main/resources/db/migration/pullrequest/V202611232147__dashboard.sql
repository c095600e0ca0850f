-- Each repository counts its own open pull requests, so that lamps cost no look at the pull
-- requests. Counted anew whenever one changes, under a lock, so that two writers cannot disagree.
alter table repository
  add column open_ready   int not null default 0,
  add column open_unknown int not null default 0,
  add column open_waiting int not null default 0,
  add column open_blocked int not null default 0;

create function count_open(ids uuid[]) returns void language plpgsql as $$
begin
  perform 1 from repository where id = any (ids) order by id for no key update;
  update repository r
  set    open_ready = c.ready, open_unknown = c.unknown,
         open_waiting = c.waiting, open_blocked = c.blocked
  from  (select x.id,
                count(p.id) filter (where p.light = 'READY')   as ready,
                count(p.id) filter (where p.light = 'UNKNOWN') as unknown,
                count(p.id) filter (where p.light = 'WAITING') as waiting,
                count(p.id) filter (where p.light = 'BLOCKED') as blocked
         from   unnest(ids) x (id)
         left   join pull_request p on p.repository_id = x.id and p.state = 'OPEN'
         group  by x.id) c
  where  r.id = c.id
  and    (r.open_ready, r.open_unknown, r.open_waiting, r.open_blocked)
         is distinct from (c.ready, c.unknown, c.waiting, c.blocked);
end
$$;

create function pull_request_written() returns trigger language plpgsql as $$
begin
  perform count_open(array(select distinct repository_id from written));
  return null;
end
$$;

create trigger pull_request_inserted after insert on pull_request
  referencing new table as written for each statement execute function pull_request_written();
create trigger pull_request_updated after update on pull_request
  referencing new table as written for each statement execute function pull_request_written();
create trigger pull_request_deleted after delete on pull_request
  referencing old table as written for each statement execute function pull_request_written();

select count_open(array(select id from repository));

-- The order of the sections, of the ended, and words inside titles and bodies.
create extension if not exists pg_trgm;
create index pull_request_waiting on pull_request (light, waiting_since, id) where state = 'OPEN';
create index pull_request_waiting_all on pull_request (waiting_since, id) where state = 'OPEN';
create index pull_request_merged on pull_request (merged_at desc, id) where state = 'MERGED';
create index pull_request_ended on pull_request (updated_at desc, id) where state <> 'OPEN';
create index pull_request_words on pull_request
  using gin ((title || ' ' || author || ' ' || source_branch) gin_trgm_ops);
create index pull_request_body on pull_request_detail using gin ((facts ->> 'body') gin_trgm_ops);
