import { type alert, alertEntry } from '#db/schema/alerts.ts';
import type { AlertEntryKind } from '#server/alerts/domain/alert.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { makeAlert } from '#test/builders/alerts.ts';
import type { System } from '#test/harness/system.ts';

type AlertRow = typeof alert.$inferSelect;

/** Writes what happened to an alert, and the job that hands it to the incidents. Returns the job's payload. */
export async function happen(
  system: System,
  { id: alertId, projectId }: Pick<AlertRow, 'id' | 'projectId'>,
  kind: AlertEntryKind,
  at: Date,
): Promise<Record<string, unknown>> {
  const entry = { alertId, projectId, at, kind, actor: null, detail: {} };
  const [row] = await system.services.db.insert(alertEntry).values(entry).returning({ id: alertEntry.id });
  const payload = { projectId, alertId, entryId: row?.id, kind };
  await enqueue(system.ctx(), 'incident.alert', payload);
  return payload;
}

/** A page about errors of `orders/extract` in production, that fires at `at`. */
export async function firePage(
  system: System,
  at: Date,
  overrides: Partial<typeof alert.$inferInsert> = {},
): Promise<{ alert: AlertRow; payload: Record<string, unknown> }> {
  const made = await makeAlert(system, {
    ...{ openedAt: at, source: 'monitor', severity: 'page', kind: 'error_rate', labels: {} },
    ...{ prompt: 'orders/extract', environment: 'production', model: 'acme/mini' },
    ...{ title: 'Errors of orders/extract are above 1 %', evidence: { limit: 1, n: 20 } },
    ...overrides,
  });
  return { alert: made, payload: await happen(system, made, 'fired', at) };
}
