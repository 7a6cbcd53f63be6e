-- With which key the audit log of this database is signed: written once, by the first row. Another key is refused.
create table audit_key (
  id integer primary key default 1 check (id = 1),
  fingerprint text not null,
  since timestamptz(3) not null
);
create trigger audit_key_immutable before update or delete on audit_key
  for each row execute function refuse_change();
create trigger audit_key_kept before truncate on audit_key
  for each statement execute function refuse_change();

-- What the database remembers of each file of anchors: whoever deletes or cuts the file must also change this.
create table audit_anchor_series (
  id uuid primary key,
  place text not null,
  lines integer not null,
  mac text not null,
  noted_at timestamptz(3) not null,
  sent integer not null default 0,
  closed_at timestamptz(3)
);

create function refuse_shorter_series() returns trigger language plpgsql as $$
begin
  if new.id = old.id and new.lines >= old.lines and new.sent >= old.sent
    and (old.closed_at is null or new.closed_at is not null) then
    return new;
  end if;
  raise exception 'audit_anchor_series only grows' using errcode = 'integrity_constraint_violation';
end
$$;
create trigger audit_anchor_series_grows before update on audit_anchor_series
  for each row execute function refuse_shorter_series();
create trigger audit_anchor_series_immutable before delete on audit_anchor_series
  for each row execute function refuse_change();
create trigger audit_anchor_series_kept before truncate on audit_anchor_series
  for each statement execute function refuse_change();

-- The end of a chain moves on by one row at a time and never back.
create function refuse_head_back() returns trigger language plpgsql as $$
begin
  if new.project_id = old.project_id and new.seq = old.seq + 1 then
    return new;
  end if;
  raise exception 'audit_head moves on by one row at a time' using errcode = 'integrity_constraint_violation';
end
$$;
create trigger audit_head_moves_on before update on audit_head
  for each row execute function refuse_head_back();
create trigger audit_head_immutable before delete on audit_head
  for each row execute function refuse_change();
create trigger audit_head_kept before truncate on audit_head
  for each statement execute function refuse_change();

-- What a decision stood on is evidence: verdicts, the steps of a promotion, and what changed.
create trigger gate_verdict_immutable before update or delete on gate_verdict
  for each row execute function refuse_change();
create trigger gate_verdict_kept before truncate on gate_verdict
  for each statement execute function refuse_change();
create trigger promotion_step_immutable before update or delete on promotion_step
  for each row execute function refuse_change();
create trigger promotion_step_kept before truncate on promotion_step
  for each statement execute function refuse_change();
create trigger change_immutable before update or delete on change
  for each row execute function refuse_change();
create trigger change_kept before truncate on change
  for each statement execute function refuse_change();

-- An approval may be voided, once; nothing else of it changes, and none is removed.
create function refuse_but_voiding() returns trigger language plpgsql as $$
begin
  if old.voided_at is null and new.voided_at is not null
    and to_jsonb(new) - array['voided_at', 'voided_because'] = to_jsonb(old) - array['voided_at', 'voided_because'] then
    return new;
  end if;
  raise exception 'approval rows are immutable but for being voided once' using errcode = 'integrity_constraint_violation';
end
$$;
create trigger approval_voided_only before update on approval
  for each row execute function refuse_but_voiding();
create trigger approval_immutable before delete on approval
  for each row execute function refuse_change();
create trigger approval_kept before truncate on approval
  for each statement execute function refuse_change();
