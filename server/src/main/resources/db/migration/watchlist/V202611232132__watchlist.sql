create table pattern (
  id         uuid primary key default gen_random_uuid(),
  person_id  uuid        not null references person on delete cascade,
  account_id uuid        not null references provider_account on delete cascade,
  glob       text        not null check (glob <> ''),
  applied_at timestamptz,
  problem    jsonb,
  created_at timestamptz not null default now(),
  unique (account_id, glob)
);
create index pattern_person on pattern (person_id);

create table watch (
  person_id     uuid        not null references person on delete cascade,
  repository_id uuid        not null references repository on delete cascade,
  pattern_id    uuid        references pattern on delete set null,
  created_at    timestamptz not null default now(),
  primary key (person_id, repository_id)
);
create index watch_repository on watch (repository_id);

-- What somebody stopped watching, so that no pattern brings it back.
create table unwatched (
  person_id     uuid not null references person on delete cascade,
  repository_id uuid not null references repository on delete cascade,
  primary key (person_id, repository_id)
);

-- Who may see what, proved by reading the repository's pull requests with that very account. A row
-- without proof is a question still to be asked. It ends with the watching.
create table sight (
  person_id     uuid not null,
  repository_id uuid not null,
  account_id    uuid not null references provider_account on delete cascade,
  proved_at     timestamptz,
  tried_at      timestamptz,
  lost_at       timestamptz,
  problem       jsonb,
  primary key (person_id, repository_id, account_id),
  foreign key (person_id, repository_id) references watch on delete cascade
);
create index sight_account on sight (account_id);
create index sight_repository on sight (repository_id, account_id);

-- Who sees which repository now. Every query that shows pull requests joins it:
--   join sight_now s on  s.repository_id = p.repository_id
--                    and s.person_id     = :person
--                    and p.saved_at     <= s.up_to
-- A disabled account gives no sight at once. One that died, or that lost the repository, gives it
-- for a day more, but only of what was known then.
create view sight_now as
select s.person_id,
       s.repository_id,
       max(coalesce(least(a.died_at, s.lost_at), 'infinity')) as up_to
from   sight            s
join   provider_account a on a.id = s.account_id
where  s.proved_at is not null
and    a.enabled
and    coalesce(least(a.died_at, s.lost_at), 'infinity') > now() - interval '24 hours'
group  by s.person_id, s.repository_id;
