import { subjectOf } from '#server/alerts/domain/alert-title.ts';
import { FEEDBACK_REACHES_MS, type FeedbackCount, judgeFeedback } from '#server/alerts/domain/judge-feedback.ts';
import type { Evidence } from '#server/alerts/domain/reading.ts';
import { type Labels, labelsKey } from '#server/alerts/domain/traffic.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { REFERENCE_MS } from '#server/telemetry/drift/domain/drift-signal.ts';
import { readDriftByPrompt } from '#server/telemetry/drift/read-drift-by-prompt.ts';
import { readFeedbackHours } from '#server/telemetry/query/read-feedback-hours.ts';
import { readDeployments, servedKey } from './read-deployments.ts';

/** Something that is the case now, found by another feature: it fires while it is found. */
export type Condition = { labels: Labels; title: string; evidence: Evidence };

const DRIFT_PSI = 0.25;

const labelsOf = (prompt: string | null, environment: string | null): Labels => ({
  ...(prompt === null ? {} : { prompt }),
  ...(environment === null ? {} : { environment }),
});

/** Prompts whose requests are of another shape than in the weeks before, while the same version serves. */
export async function findDrift(ctx: Ctx): Promise<Condition[]> {
  const now = ctx.clock.now().getTime();
  const deployments = await readDeployments(ctx, { from: now - REFERENCE_MS - 2 * DAY_MS, to: now });
  const since = (prompt: string, environment: string) =>
    deployments.get(servedKey({ prompt, environment }) ?? '')?.at(-1) ?? null;
  const found = await readDriftByPrompt(ctx, { end: now, since });
  return found.flatMap(({ prompt, environment, signals }) =>
    signals.flatMap(({ title, windowMin, drift }) => {
      if (drift.verdict !== 'drift') return [];
      const labels = { ...labelsOf(prompt, environment), signal: title };
      return [
        {
          ...{ labels, title: `${title} of ${subjectOf(labels)} has drifted` },
          evidence: {
            ...{ method: 'population stability index against the days before', value: drift.psi, limit: DRIFT_PSI },
            ...{ n: drift.nNow, needed: drift.needed.now, baselineN: drift.nReference, windowMin },
            histogram: drift.histogram,
          },
        },
      ];
    }),
  );
}

/** Prompts of which people complain more than in the week before. */
export async function findNegativeFeedback(ctx: Ctx): Promise<Condition[]> {
  const now = ctx.clock.now().getTime();
  const series = new Map<string, { labels: Labels; counts: FeedbackCount[] }>();
  for (const { prompt, environment, ...count } of await readFeedbackHours(ctx, {
    from: now - FEEDBACK_REACHES_MS - DAY_MS,
    to: now,
  })) {
    const labels = labelsOf(prompt, environment);
    const one = series.get(labelsKey(labels)) ?? { labels, counts: [] };
    one.counts.push(count);
    series.set(labelsKey(labels), one);
  }
  return [...series.values()].flatMap(({ labels, counts }) => {
    const evidence = judgeFeedback(counts, now);
    if (evidence === null) return [];
    const percent = Number((100 * (evidence.measured ?? 0)).toFixed(1));
    return [{ labels, title: `${percent} % of feedback on ${subjectOf(labels)} is negative`, evidence }];
  });
}
