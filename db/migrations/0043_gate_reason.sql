-- What a published post-mortem has to say besides its text: why no gate or canary stopped the release, and the reasons for
-- times that are not known and for action items that there are not.
alter table postmortem add column gate_reason text;
alter table postmortem add column gate_reason_text text;
alter table postmortem add column gate_reason_by jsonb;
alter table postmortem add column times_unknown_reason text;
alter table postmortem add column no_actions_reason text;
alter table postmortem add constraint postmortem_gate_reason_check check (
  gate_reason in ('not_covered_by_golden_set', 'below_margin', 'no_gate', 'no_canary', 'provider_side', 'override', 'other')
);
alter table postmortem add constraint postmortem_gate_reason_text_check check (
  (gate_reason is not null or (gate_reason_text is null and gate_reason_by is null))
  and (gate_reason <> 'other' or gate_reason_text is not null)
);
comment on column postmortem.gate_reason_by is 'The person who chose it; null: it was proposed from facts.';

-- As it was in each version: what was published stays as it was.
alter table postmortem_version add column gate_reason text;
alter table postmortem_version add column gate_reason_text text;
alter table postmortem_version add column gate_reason_by jsonb;
alter table postmortem_version add column times_unknown_reason text;
alter table postmortem_version add column no_actions_reason text;
