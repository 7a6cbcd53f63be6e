import type { Reading } from '#server/alerts/domain/reading.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { isBelow } from '#server/stats/threshold.ts';
import type { SketchDrift } from '#server/telemetry/drift/domain/sketch-drift.ts';

/** The distribution of what comes in has moved: its index is at least `limit` and above what equal samples would give. */
export function judgeDrift(rule: Rule, { psi, critical, nNow, nReference, needed, verdict }: SketchDrift): Reading {
  const evidence = {
    ...{ method: 'population stability index against the 28 days before', value: psi, limit: rule.limit, n: nNow },
    ...{ needed: needed.now, baselineN: nReference, baseline: critical, windowMin: rule.windowMin },
  };
  if (verdict === 'baseline_missing') return { is: 'baseline_missing', evidence };
  if (psi === null) return { is: 'too_few', evidence };
  const isBeyondChance = rule.literal || critical === null || psi > critical;
  return {
    is: 'measured',
    breaches: verdict === 'drift' || (psi >= rule.limit && isBeyondChance),
    isClear: isBelow(psi, rule.clear) || !isBeyondChance,
    evidence,
  };
}
