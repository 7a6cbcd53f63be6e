import { and, eq, isNull } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { anchor } from '#db/schema/anchors.ts';
import {
  type Compared,
  comparedTime,
  type Seen,
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

/** What the verdicts of one step need, each read when the first series asks for it and kept for the rest of the step. */
export type VerdictReads = {
  /** The verdicts of the open alerts of quality, by fingerprint. */
  standings(): Promise<ReadonlyMap<string, Standing>>;
  judge(prompt: string | null, compared: Compared): Promise<Seen['judge']>;
};

const UNANCHORED: Seen['judge'] = { reading: { is: 'no_anchors' }, names: { before: null, since: null } };

/** The reads of a step whose windows end at `end`, ms. Of a project without anchors: one look that finds none. */
export function verdictReads(ctx: ReadCtx, end: number): VerdictReads {
  let standings: Promise<ReadonlyMap<string, Standing>> | null = null;
  let isAnchored: Promise<boolean> | null = null;
  const judges = new Map<string, Promise<Seen['judge']>>();
  return {
    standings: () => {
      standings ??= readStandings(ctx);
      return standings;
    },
    judge: async (prompt, compared) => {
      isAnchored ??= readIsAnchored(ctx);
      if (!(await isAnchored)) return UNANCHORED;
      const key = JSON.stringify([prompt, compared.since, compared.firstSince]);
      const judge = judges.get(key) ?? readJudge(ctx, { ...compared, end, prompt });
      judges.set(key, judge);
      return judge;
    },
  };
}

/**
 * A step with whether the system or its judge moved, where it opens or keeps open an alert of quality; any other step as it
 * is. Where scores of anchors could still tell, the step does not open it yet.
 */
export async function withVerdict(
  reads: VerdictReads,
  { monitor, projectId, view }: { monitor: WatchedMonitor; projectId: number; view: SeriesView },
  given: { step: SeriesStep; memory: SeriesMemory | null; now: number; end: number; isAfterPause: boolean },
): Promise<SeriesStep & { told?: Told | null }> {
  const { step, ...at } = given;
  if (monitor.kind !== 'quality' || comparedTime(step, null, at.end) === null) return step;
  const fingerprint = fingerprintOf(projectId, monitor.id, view.labels);
  const standing = step.emit.includes('fired') ? null : ((await reads.standings()).get(fingerprint) ?? null);
  const compared = comparedTime(step, standing, at.end);
  if (compared === null) return step;
  const judge = await reads.judge(view.labels.prompt ?? null, compared);
  const watching = { kind: monitor.kind, rule: monitor.rule, severity: monitor.severity };
  return tellApart(watching, view, at, { step, compared, judge, standing });
}

async function readStandings(ctx: ReadCtx): Promise<Map<string, Standing>> {
  const rows = await ctx.db
    .select({ fingerprint: alert.fingerprint, verdict: alert.verdict, evidence: alert.verdictEvidence })
    .from(alert)
    .where(and(eq(alert.projectId, ctx.project.id), eq(alert.kind, 'quality'), isNull(alert.resolvedAt)));
  return new Map(
    rows.map(({ fingerprint, verdict, evidence }) => {
      const { firstSince = null } = (evidence ?? {}) as Partial<VerdictEvidence>;
      return [fingerprint, { verdict: verdict ?? 'none', firstSince }];
    }),
  );
}

async function readIsAnchored(ctx: ReadCtx): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: anchor.id })
    .from(anchor)
    .where(and(eq(anchor.projectId, ctx.project.id), isNull(anchor.retiredAt)))
    .limit(1);
  return rows.length > 0;
}
