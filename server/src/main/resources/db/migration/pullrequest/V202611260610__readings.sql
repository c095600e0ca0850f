-- When the reading began that a pull request's row comes from, or that last found nothing new: what
-- began before it and ends later must not replace it. A table of its own, so that a look that found
-- nothing new leaves the row of the pull request alone.
create table pull_request_reading (
  repository_id uuid        not null references repository on delete cascade,
  external_id   text        not null,
  begun_at      timestamptz not null,
  primary key (repository_id, external_id)
);

insert into pull_request_reading (repository_id, external_id, begun_at)
select repository_id, external_id, saved_at
from   pull_request;
