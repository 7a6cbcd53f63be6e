import { alertEntry } from '#db/schema/alerts.ts';
import type { ActorRecord } from '#db/schema/columns.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import type { AlertEntryKind } from './domain/alert.ts';

export type NewEntry = {
  alertId: string;
  at: Date;
  kind: AlertEntryKind;
  /** Null: the evaluation. */
  actor?: ActorRecord | null;
  detail?: Record<string, unknown>;
};

/** Entries that one statement writes and one job hands on. */
const BATCH = 500;

/**
 * Writes down what happened to alerts, at most once an alert, and puts it into the outbox: `alert.entry` for one,
 * `alert.entries` for up to 500. Two statements for each 500. Returns the ids of the entries, in the order given.
 */
export async function addEntries(ctx: InTx, entries: readonly NewEntry[]): Promise<number[]> {
  const ids: number[] = [];
  for (let from = 0; from < entries.length; from += BATCH) {
    const batch = entries.slice(from, from + BATCH);
    const rows = batch.map(({ actor = null, detail = {}, ...entry }) => ({
      ...{ ...entry, actor, detail, projectId: ctx.project.id },
    }));
    const written = await ctx.db
      .insert(alertEntry)
      .values(rows)
      .returning({ alertId: alertEntry.alertId, entryId: alertEntry.id, kind: alertEntry.kind });
    const idOf = new Map(written.map(({ alertId, entryId }) => [alertId, entryId]));
    ids.push(...batch.flatMap(({ alertId }) => idOf.get(alertId) ?? []));
    const [one] = written;
    const projectId = ctx.project.id;
    if (one !== undefined && written.length === 1) await enqueue(ctx, 'alert.entry', { projectId, ...one });
    else await enqueue(ctx, 'alert.entries', { projectId, entries: written });
  }
  return ids;
}
