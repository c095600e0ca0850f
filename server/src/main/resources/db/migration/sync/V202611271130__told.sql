-- Whether a webhook told of what last changed. Then looks that nobody asks for may come more rarely.
alter table repository_sync add column told boolean not null default false;
