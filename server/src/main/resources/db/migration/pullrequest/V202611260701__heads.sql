-- A webhook may know no more of a pull request than the commit it ends with.
create index pull_request_head on pull_request (head_sha) where state = 'OPEN';
