-- Whose owner maintains or administers the repository at the provider may set in Ampel what it
-- demands. Until that is read, whoever may merge past the rules counts as before.
alter table account_capability add column may_maintain boolean not null default false;

update account_capability set may_maintain = may_bypass;
