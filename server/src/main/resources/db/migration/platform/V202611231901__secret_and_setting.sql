-- Tokens, sealed. The key is never in the database.
create table secret (
  owner   uuid  not null,
  purpose text  not null,
  key_id  text  not null,
  sealed  bytea not null,
  primary key (owner, purpose)
);

create index secret_key_id on secret (key_id);

-- What administrators have set for the whole installation.
create table setting (
  name  text  primary key,
  value jsonb not null
);
