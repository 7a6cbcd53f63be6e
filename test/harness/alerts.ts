import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { monitor } from '#db/schema/alerts.ts';
import { evaluateProject } from '#server/alerts/evaluate/evaluate-project.ts';
import type { PastCache } from '#server/alerts/evaluate/read-traffic.ts';
import { ensureBuiltins } from '#server/alerts/monitors/ensure-builtins.ts';
import { scanProject } from '#server/alerts/signals/scan/scan-project.ts';
import { makeAlert } from '#test/builders/alerts.ts';
import type { System } from './system.ts';
import { rollUp } from './telemetry.ts';

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

/** `n` monitors of a project over every prompt and environment: of errors, latency and quality in turn. */
export async function makeMonitors(system: System, n: number): Promise<void> {
  await ensureBuiltins(system.ctx());
  const builtins = await system.services.db.select().from(monitor).where(eq(monitor.projectId, system.project().id));
  const kinds = builtins.filter(({ builtin }) => ['errors', 'latency', 'quality'].includes(builtin ?? ''));
  const rows = Array.from({ length: n - builtins.length }, (_, i) => {
    const of = kinds[i % kinds.length];
    if (of === undefined) throw new Error('no built-in monitors');
    return { ...of, id: randomUUID(), name: `monitor ${i}`, builtin: null };
  });
  await system.services.db.insert(monitor).values(rows);
}

/** A worker's evaluation of the default project, with the memory that it keeps between steps. */
export function evaluator(system: System) {
  const cache: PastCache = new Map();
  return () => evaluateProject(system.ctx(), cache);
}

/** Scans the stored texts of a project for signals, as the worker would, after its rollups. Returns how many requests. */
export async function scanSignals(system: System, project: string): Promise<number> {
  await rollUp(system);
  return (await scanProject(system.ctx({ project }), new Map())).scanned;
}
