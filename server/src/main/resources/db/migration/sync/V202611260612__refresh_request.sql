-- How often somebody asked for a look at the provider within the present minute, so that nobody asks
-- too much.
create table refresh_request (
  person_id    uuid primary key references person on delete cascade,
  window_start timestamptz not null,
  asked        int         not null
);
