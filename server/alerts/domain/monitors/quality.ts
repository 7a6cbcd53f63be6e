import type { Figures } from '#server/alerts/domain/figures.ts';
import type { Baseline, Evidence, Reading } from '#server/alerts/domain/reading.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { studentTQuantile, studentTTwoSidedP } from '#server/stats/student-t.ts';
import { isAbove, isBelow } from '#server/stats/threshold.ts';

export type QualityWindow = { minutes: number; figures: Pick<Figures, 'quality'> };

type Seen = { evidence: Evidence; drop: number; breaches: boolean };

/** Scores with which a window still decides, ten times as strictly, where none has enough: t needs no more. */
const FEW = 20;

/**
 * Mean score more than `limit` percent below its baseline. The windows are held against the rule from the shortest on, and
 * those with fewer than `minSamples` scores decide nothing; where all have fewer, 20 decide at a tenth of `p`. It breaches where in one of them the drop is above the limit
 * and a drop of only the limit would show as much with a chance below `p` (t by clusters of users), while the shortest
 * window with enough scores is not good again: the hours before must not hold an alert open, nor open it anew.
 */
export function judgeQuality(rule: Rule, windows: readonly QualityWindow[], baseline: Baseline): Reading {
  const needed = rule.literal ? 1 : rule.minSamples;
  const widest = windows.at(-1);
  const quality = widest?.figures.quality ?? null;
  const bare: Evidence = {
    ...{ method: 'mean score against the baseline, t by clusters of users', limit: rule.limit, value: null, needed },
    ...{ n: quality?.n ?? 0, measured: quality?.mean ?? null, windowMin: widest?.minutes ?? rule.windowMin },
    ...{ baseline: baseline?.value ?? null, baselineN: baseline?.n ?? 0, baselineFrom: baseline?.from ?? 'missing' },
  };
  if (quality === null) return { is: 'nothing', evidence: bare };
  if (baseline === null || baseline.value <= 0) return { is: 'baseline_missing', evidence: bare };
  const enough = windows.flatMap((window) => look(rule, window, { baseline, needed, bare }));
  const few = { ...rule, p: rule.p === null ? null : rule.p / 10 };
  const seen =
    enough.length > 0 || rule.p === null || needed <= FEW
      ? enough
      : windows.flatMap((window) => look(few, window, { baseline, needed: FEW, bare: { ...bare, needed: FEW } }));
  const [shortest] = seen;
  if (shortest === undefined) return { is: 'too_few', evidence: bare };
  const isClear = isBelow(shortest.drop, rule.clear);
  const breach = isClear ? undefined : seen.find(({ breaches }) => breaches);
  return { is: 'measured', breaches: breach !== undefined, isClear, evidence: (breach ?? shortest).evidence };
}

function look(
  rule: Rule,
  { minutes, figures: { quality } }: QualityWindow,
  { baseline, needed, bare }: { baseline: { value: number }; needed: number; bare: Evidence },
): Seen[] {
  if (quality === null || quality.n < needed) return [];
  const drop = (100 * (baseline.value - quality.mean)) / baseline.value;
  const evidence = { ...bare, value: drop, n: quality.n, measured: quality.mean, windowMin: minutes };
  if (rule.literal || rule.p === null) return [{ evidence, drop, breaches: isAbove(drop, rule.limit) }];
  const { standardError, clusters } = quality;
  if (standardError === null || !isAbove(drop, rule.limit)) return [{ evidence, drop, breaches: false }];
  const error = (100 * standardError) / baseline.value;
  const p = studentTTwoSidedP((drop - rule.limit) / error, clusters - 1) / 2;
  const half = studentTQuantile(0.975, clusters - 1) * error;
  return [{ evidence: { ...evidence, p, interval: [drop - half, drop + half] }, drop, breaches: p < rule.p }];
}
