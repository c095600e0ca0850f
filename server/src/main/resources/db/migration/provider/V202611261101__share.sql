-- Which part of the account's budget scheduled calls may take, where its owner wants another than
-- usual.
alter table provider_account add column share double precision check (share > 0 and share <= 1);
