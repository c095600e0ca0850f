create table person (
  id                  uuid primary key default gen_random_uuid(),
  email               text        not null check (email = lower(email) and email like '%_@_%'),
  name                text        not null check (name <> ''),
  password_hash       text,
  administrator       boolean     not null default false,
  created_at          timestamptz not null default now(),
  password_changed_at timestamptz,
  unique (email)
);

-- The browser holds a random token, the table its hash.
create table person_session (
  id           uuid primary key default gen_random_uuid(),
  person_id    uuid        not null references person on delete cascade,
  token_hash   bytea       not null unique,
  browser      text        not null default '',
  address      text        not null default '',
  created_at   timestamptz not null,
  last_seen_at timestamptz not null
);
create index person_session_person on person_session (person_id);

create table api_token (
  id           uuid primary key default gen_random_uuid(),
  person_id    uuid        not null references person on delete cascade,
  name         text        not null check (name <> ''),
  token_hash   bytea       not null unique,
  hint         text        not null,
  scope        text        not null check (scope in ('READ', 'ACT')),
  created_at   timestamptz not null,
  expires_at   timestamptz,
  last_used_at timestamptz
);
create index api_token_person on api_token (person_id);

-- A link, shown once, by which a person sets a password without knowing an old one.
create table invitation (
  person_id  uuid primary key references person on delete cascade,
  token_hash bytea       not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

-- Attempts within a window, by account and by address.
create table sign_in_attempt (
  key          text primary key,
  attempts     int         not null,
  window_start timestamptz not null
);

-- The code that the log prints when the first account is made over the network.
create table set_up_code (
  only_one boolean primary key default true check (only_one),
  code     text not null
);

-- Who did what. The person is no foreign key: an entry outlives whom it is about.
create table audit (
  id           bigint generated always as identity primary key,
  at           timestamptz not null,
  person_id    uuid,
  person_email text,
  action       text        not null,
  subject_type text        not null,
  subject_id   text,
  outcome      text        not null check (outcome in ('DONE', 'REFUSED', 'FAILED', 'UNKNOWN')),
  details      jsonb       not null default '{}'
);
create index audit_person on audit (person_id, id desc);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit is append-only';
end
$$;

create trigger audit_append_only before update or delete on audit
  for each row execute function refuse_audit_change();
create trigger audit_no_truncate before truncate on audit
  for each statement execute function refuse_audit_change();
