-- What each process took of an account's budgets, in calls or points, in steps of five minutes, for
-- the last hours: a share is one of all processes together, and a restart begins no new hour.
create table account_spent (
  account_id uuid        not null references provider_account on delete cascade,
  budget     text        not null,
  process    uuid        not null,
  begun_at   timestamptz not null,
  errands    int         not null,
  people     int         not null,
  primary key (account_id, budget, process, begun_at)
);
