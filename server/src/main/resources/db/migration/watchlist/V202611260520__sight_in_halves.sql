-- What sight_now tells, in two halves, for statements that look at thousands of repositories at
-- once and for which grouping by account would be most of the work. Together they are sight_now.

-- Who sees all that is there, by at least one account that lives and reaches it: a row an account.
create view sight_whole as
select s.person_id, s.repository_id
from   sight            s
join   provider_account a on a.id = s.account_id
where  s.proved_at is not null
and    s.lost_at is null
and    a.enabled
and    a.died_at is null;

-- Who sees for a day more what was known when the last such account ended. Mostly empty, and quick
-- to say so.
create index sight_lost on sight (person_id, lost_at) where lost_at is not null;

create view sight_ending as
select e.person_id, e.repository_id, max(e.up_to) as up_to
from  (select s.person_id, s.repository_id, least(a.died_at, s.lost_at) as up_to
       from   provider_account a
       join   sight            s on s.account_id = a.id
       where  a.enabled
       and    a.died_at is not null
       and    s.proved_at is not null
       union  all
       select s.person_id, s.repository_id, s.lost_at
       from   sight            s
       join   provider_account a on a.id = s.account_id
       where  s.lost_at is not null
       and    s.proved_at is not null
       and    a.enabled
       and    a.died_at is null) e
where  e.up_to > now() - interval '24 hours'
and    not exists (select
                   from   sight_whole w
                   where  w.person_id     = e.person_id
                   and    w.repository_id = e.repository_id)
group  by e.person_id, e.repository_id;
