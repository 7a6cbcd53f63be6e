import { sql } from 'drizzle-orm';
import { incidentEntry } from '#db/schema/incidents.ts';

/**
 * SQL for one incident: how many people did something in it, and the sum over them of the time between the first and the last
 * thing that each did, ms, by when it was recorded. Rows that were withdrawn count as none. A person who did one thing adds no
 * time, so it is a lower bound. For a select from `incident`, whose id is named with its table: both tables have one.
 */
export const PEOPLE_TIME = sql<{ people: number; ms: number }>`(
  select jsonb_build_object('people', count(*), 'ms', coalesce(sum(p.ms), 0)) from (
    select extract(epoch from max(e.recorded_at) - min(e.recorded_at)) * 1000 as ms
    from ${incidentEntry} e
    where e.incident_id = incident.id and e.source = 'person' and e.actor->>'kind' = 'person' and e.withdrawn_at is null
    group by e.actor->>'id') p)`;
