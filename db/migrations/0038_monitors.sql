-- The monitor of feedback counts what came in the last days; by events alone it would read all of it.
create index feedback_at on feedback (slot, at);

-- The burn-rate monitors as every project has them, unless somebody changed them: fewer pages by luck where errors are at the
-- limit for weeks, fewer tickets about one burn that pauses at night.
with changed as (
  update monitor set version = 2, updated_at = now(), spec = spec ||
    case builtin when 'burn_page' then '{"p": 0.001}'::jsonb else '{"clearForMin": 360}'::jsonb end
  where builtin in ('burn_page', 'burn_ticket') and version = 1
  returning *
)
insert into monitor_version (monitor_id, version, name, severity, enabled, spec, actor, at)
select id, version, name, severity, enabled, spec, '{"kind": "system", "id": null, "name": "Switchyard"}', updated_at
from changed;
