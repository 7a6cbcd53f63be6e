import { createHash, randomUUID } from 'node:crypto';
import { alert } from '#db/schema/alerts.ts';
import type { Firing } from '#server/alerts/domain/firing.ts';
import type { System } from '#test/harness/system.ts';

/** An open alert of `default`, inserted as it is; what a test cares about goes into `overrides`. */
export async function makeAlert(
  system: System,
  overrides: Partial<typeof alert.$inferInsert> = {},
): Promise<typeof alert.$inferSelect> {
  const at = overrides.openedAt ?? system.services.clock.now();
  const id = overrides.id ?? randomUUID();
  const [row] = await system.services.db
    .insert(alert)
    .values({
      ...{ id, projectId: system.project().id, monitorId: null, monitorVersion: null, source: 'webhook' },
      fingerprint: createHash('sha256').update(id).digest('hex'),
      ...{ kind: 'error_rate', severity: 'warning', title: 'Error rate of search/answer is 4.2 %' },
      ...{ labels: { prompt: 'search/answer' }, prompt: 'search/answer', environment: 'production', model: null },
      ...{ evidence: {}, changes: [], impactStart: null, openedAt: at, lastSeenAt: at, count: 1, verdict: null },
      ...{ isFlapping: false, isWithoutData: false },
      ...overrides,
    })
    .returning();
  if (!row) throw new Error('the alert was not inserted');
  return row;
}

/** What fires, for `fireAlerts`. */
export const makeFiring = (at: Date, overrides: Partial<Firing> = {}): Firing => ({
  ...{ monitorId: null, monitorVersion: null, source: 'webhook', fingerprint: 'f'.repeat(64), kind: 'error_rate' },
  ...{ severity: 'warning', title: 'Error rate of search/answer is 4.2 %', labels: { prompt: 'search/answer' } },
  ...{ prompt: 'search/answer', environment: 'production', model: null, evidence: { n: 120 }, impactStart: null, at },
  ...overrides,
});
