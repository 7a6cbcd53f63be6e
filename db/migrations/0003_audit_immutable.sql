-- The audit log is appended to and nothing else. Its chain shows what a superuser does past these triggers.
create trigger audit_row_immutable before update or delete on audit_row
  for each row execute function refuse_change();
create trigger audit_row_kept before truncate on audit_row
  for each statement execute function refuse_change();
