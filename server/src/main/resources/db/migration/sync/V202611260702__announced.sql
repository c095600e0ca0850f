-- When a webhook last said that something happened. What people ask for is due at once; what
-- providers announce is looked at in a moment, so that a burst is one look.
alter table repository_sync add column announced_at timestamptz;
