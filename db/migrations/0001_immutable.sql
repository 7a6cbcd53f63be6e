-- Prompt versions and deployments are facts: written once, never changed, never removed. The application has no
-- statement that would; this refuses the ones that nobody should write.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% rows are immutable', tg_table_name using errcode = 'integrity_constraint_violation';
end
$$;

create trigger prompt_version_immutable before update or delete on prompt_version
  for each row execute function refuse_change();
create trigger prompt_version_kept before truncate on prompt_version
  for each statement execute function refuse_change();

create trigger deployment_immutable before update or delete on deployment
  for each row execute function refuse_change();
create trigger deployment_kept before truncate on deployment
  for each statement execute function refuse_change();
