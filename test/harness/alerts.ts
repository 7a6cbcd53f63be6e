import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { monitor } from '#db/schema/alerts.ts';
import type { VerdictEvidence } from '#server/alerts/anchors/domain/tell-apart.ts';
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

/** An open ticket of quality whose verdict is that the judge moved, from 0.2 to 6.1 points below people. Returns its title. */
export async function openJudgeAlert(system: System, project: string): Promise<string> {
  await ensureBuiltins(system.ctx({ project }));
  const end = Date.now() - 60_000;
  const evidence: VerdictEvidence = {
    ...{
      since: end - 600_000,
      firstSince: end - 600_000,
      end,
      names: { before: 'acme/judge-1', since: 'acme/judge-2' },
    },
    judge: {
      ...{ is: 'measured', anchors: 12, scores: 24, offset: -0.061, offsetBefore: -0.002, shift: -0.059 },
      ...{ standardError: 0.006, interval: [-0.078, -0.04], logE: 40 },
    },
    ...{ production: { drop: 0.058, mean: 0.81, n: 200, logE: 30 }, left: { drop: 0.001, standardError: 0.01 } },
  };
  const { title } = await makeAlert(system, {
    ...{ projectId: system.project(project).id, source: 'monitor', kind: 'quality', severity: 'ticket' },
    title:
      'The judge of search/answer in production moved: −5.9 points on its anchors (95 % −7.8 to −4), production −5.8',
    ...{ openedAt: new Date(end), verdict: 'judge', verdictEvidence: { ...evidence } },
    evidence: { value: 6.7, limit: 5, n: 200, measured: 0.81, baseline: 0.868, baselineN: 2_000, windowMin: 10 },
  });
  return title;
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
