import { eq } from 'drizzle-orm';
import { monitor } from '#db/schema/alerts.ts';
import { ensureBuiltins } from '#server/alerts/monitors/ensure-builtins.ts';
import { makeAlert } from '#test/builders/alerts.ts';
import type { System } from './system.ts';

/** The built-in monitors of a project, and an open alert of the one on errors, ten minutes old, with a change before it. */
export async function openErrorAlert(system: System, project: string): Promise<{ id: string; title: string }> {
  await ensureBuiltins(system.ctx({ project }));
  const rules = await system.services.db
    .select()
    .from(monitor)
    .where(eq(monitor.projectId, system.project(project).id));
  const rule = rules.find(({ builtin }) => builtin === 'errors');
  const minutesAgo = (n: number) => new Date(Date.now() - n * 60_000);
  return makeAlert(system, {
    ...{ projectId: system.project(project).id, monitorId: rule?.id ?? null, monitorVersion: 1, source: 'monitor' },
    ...{ severity: 'page', openedAt: minutesAgo(10), impactStart: minutesAgo(13) },
    labels: { prompt: 'search/answer', environment: 'production' },
    evidence: {
      ...{ method: 'errors of requests, binomial tail', value: 4.2, limit: 1, n: 240, needed: 20, windowMin: 5 },
      interval: [2.3, 7.5],
    },
    changes: [
      {
        ...{ at: minutesAgo(14).toISOString(), kind: 'deployment', title: 'search/answer 32 serves production' },
        ...{ path: '/prompts/search%2Fanswer', prompt: 'search/answer', environment: 'production', model: null },
        actor: 'Paolo',
      },
    ],
  });
}
