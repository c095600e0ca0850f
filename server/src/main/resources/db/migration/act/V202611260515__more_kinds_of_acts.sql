alter table act_attempt
  drop constraint act_attempt_kind_check,
  add  constraint act_attempt_kind_check
       check (kind in ('COMMENT', 'APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'WITHDRAWN',
                       'BRANCH_UPDATED', 'RERUN', 'RESOLVED', 'CLOSED', 'REOPENED'));
