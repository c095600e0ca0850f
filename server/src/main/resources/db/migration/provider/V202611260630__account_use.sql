-- How many calls each account made and how long they took, in steps of five minutes, for a day.
create table account_use (
  account_id uuid        not null references provider_account on delete cascade,
  begun_at   timestamptz not null,
  calls      int         not null,
  seconds    real        not null,
  primary key (account_id, begun_at)
);
