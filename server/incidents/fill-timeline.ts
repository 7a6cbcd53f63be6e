import { and, between, eq } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import type { StoredTrigger } from '#db/schema/incidents.ts';
import { type ChangeEntry, readChanges } from '#server/audit/read-changes.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { DAY_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { addEntries, type NewEntry } from './add-entries.ts';
import { entryWords } from './domain/alert-words.ts';
import type { EntryKind, IncidentScope } from './domain/incident.ts';
import { rankSuspects, type Suspect, triggerOf } from './domain/suspects.ts';

/** How long before the impact a change is still of interest. */
const BEFORE_MS = DAY_MS;
/** Alerts this near to the detection are signals of it, whatever they are about. */
export const NEAR_MS = 30 * MINUTE_MS;
const CHANGES_MAX = 200;

type Window = { startedAt: Date; until: Date };

/** The changes of the project from a day before the impact to the end of its first minute, as suspects: those before it, ranked. At most 200 are read. */
export async function readSuspects(
  ctx: ReadCtx,
  scope: IncidentScope,
  startedAt: Date,
): Promise<Suspect<Omit<ChangeEntry, 'at'> & { at: number }>[]> {
  const from = new Date(startedAt.getTime() - BEFORE_MS);
  const to = new Date(startedAt.getTime() + MINUTE_MS);
  const changes = await readChanges(ctx, { from, to, limit: CHANGES_MAX });
  return rankSuspects(
    changes.map((change) => ({ ...change, at: change.at.getTime() })),
    scope,
    startedAt.getTime(),
  );
}

/** The change that probably triggered an impact; null where its start is not known, or nothing so near preceded it. */
export async function readTrigger(
  ctx: ReadCtx,
  scope: IncidentScope,
  startedAt: Date | null,
): Promise<StoredTrigger | null> {
  const trigger = startedAt && triggerOf(await readSuspects(ctx, scope, startedAt));
  return (
    trigger && {
      ...{ at: new Date(trigger.at).toISOString(), kind: trigger.kind, title: trigger.title, path: trigger.path },
    }
  );
}

/**
 * Writes what the machine knows onto the timeline: changes in scope from a day before the impact until now, and alerts half
 * an hour around the detection. What the system did by itself, and every rollback, is an action; a budget that is spent is a signal. It may run again: what
 * stands there is left alone.
 */
export async function fillTimeline(
  ctx: InTx,
  incidentId: string,
  scope: IncidentScope,
  { startedAt, until, detectedAt }: Window & { detectedAt: Date | null },
): Promise<void> {
  const changes = await readChanges(ctx, {
    from: new Date(startedAt.getTime() - BEFORE_MS),
    to: until,
    prompt: scope.prompt ?? undefined,
    environment: scope.environment ?? undefined,
    limit: CHANGES_MAX,
  });
  const entries = changes.filter(({ kind }) => kind !== 'incident').map(ofChange);
  if (detectedAt !== null) entries.push(...(await nearAlerts(ctx, detectedAt)));
  await addEntries(ctx, incidentId, entries);
}

/** A budget that is spent is seen, not done. */
function kindOf(kind: ChangeEntry['kind'], bySystem: boolean): EntryKind {
  if (kind === 'budget' && bySystem) return 'signal';
  return bySystem || kind === 'rollback' ? 'action' : 'change';
}

const ofChange = ({ at, kind, title, path, actor }: ChangeEntry): NewEntry => ({
  ...{ occurredAt: at, source: 'feed', text: title, path, actor },
  kind: kindOf(kind, actor.kind === 'system'),
  dedupeKey: `change:${at.getTime()}:${kind}:${title}`.slice(0, 500),
});

async function nearAlerts(ctx: InTx, detectedAt: Date): Promise<NewEntry[]> {
  const ms = detectedAt.getTime();
  const rows = await ctx.db
    .select({ id: alert.id, title: alert.title, openedAt: alert.openedAt })
    .from(alert)
    .where(
      and(eq(alert.projectId, ctx.project.id), between(alert.openedAt, new Date(ms - NEAR_MS), new Date(ms + NEAR_MS))),
    )
    .limit(CHANGES_MAX);
  return rows.map(({ id, title, openedAt }) => ({
    ...{ occurredAt: openedAt, source: 'alert', kind: 'signal', text: entryWords('fired', title) },
    dedupeKey: firedKey(id),
  }));
}

/** The key under which the firing of an alert stands on a timeline, whoever puts it there. */
export const firedKey = (alertId: string): string => `alert:${alertId}:fired`;
