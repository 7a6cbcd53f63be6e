import { and, eq, isNull } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import {
  comparedTime,
  type Standing,
  type Told,
  tellApart,
  type VerdictEvidence,
} from '#server/alerts/anchors/domain/tell-apart.ts';
import { readJudge } from '#server/alerts/anchors/read-judge.ts';
import type { SeriesMemory } from '#server/alerts/domain/step-monitor.ts';
import type { SeriesStep } from '#server/alerts/domain/step-series.ts';
import type { SeriesView } from '#server/alerts/domain/traffic.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { WatchedMonitor } from './read-watched.ts';
import { fingerprintOf } from './record-step.ts';

/**
 * A step with whether the system or its judge moved, where it opens or keeps open an alert of quality; any other step as it
 * is. Where scores of anchors could still tell, the step does not open it yet. Two reads of the anchors and one of the
 * alert for each series of quality that fires.
 */
export async function withVerdict(
  ctx: ReadCtx,
  monitor: WatchedMonitor,
  view: SeriesView,
  given: { step: SeriesStep; memory: SeriesMemory | null; now: number; end: number; isAfterPause: boolean },
): Promise<SeriesStep & { told?: Told | null }> {
  const { step, ...at } = given;
  if (monitor.kind !== 'quality') return step;
  const standing = step.emit.includes('fired') ? null : await readStanding(ctx, monitor, view);
  const compared = comparedTime(step, standing, at.end);
  if (compared === null) return step;
  const judge = await readJudge(ctx, { ...compared, end: at.end, prompt: view.labels.prompt ?? null });
  const watching = { kind: monitor.kind, rule: monitor.rule, severity: monitor.severity };
  return tellApart(watching, view, at, { step, compared, judge, standing });
}

async function readStanding(ctx: ReadCtx, { id }: WatchedMonitor, view: SeriesView): Promise<Standing | null> {
  const fingerprint = fingerprintOf(ctx.project.id, id, view.labels);
  const [open] = await ctx.db
    .select({ verdict: alert.verdict, evidence: alert.verdictEvidence })
    .from(alert)
    .where(and(eq(alert.projectId, ctx.project.id), eq(alert.fingerprint, fingerprint), isNull(alert.resolvedAt)));
  if (open === undefined) return null;
  const { firstSince = null } = (open.evidence ?? {}) as Partial<VerdictEvidence>;
  return { verdict: open.verdict ?? 'none', firstSince };
}
