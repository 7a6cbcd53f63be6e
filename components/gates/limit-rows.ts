import { change, latency, money, percent, points, UNKNOWN } from '#components/ui/format.ts';
import type { DatasetDecision } from '#server/gates/domain/decide-dataset.ts';
import type { LimitRow } from '#server/gates/domain/limits.ts';
import { GATE_METHOD } from '#server/gates/domain/method.ts';
import type { Verdict } from '#server/gates/domain/verdict.ts';

/** Cost in US dollars an answer and latency in milliseconds on both sides, where the page has them. */
export type SideFigures = {
  costUsdPerItem: number | null;
  latencyMsP50: number | null;
  latencyMsP95: number | null;
  latencyMsP99: number | null;
};

/** One line of "Floors and limits". `verdict` is null where a figure was measured, but no limit is set. */
export type LimitLine = {
  key: string;
  measure: string;
  limit: string;
  baseline: string;
  candidate: string;
  change: string;
  verdict: Verdict | null;
};

const LIMITS: Record<
  LimitRow['limit'],
  { measure: string; format: (value: number | null) => string; of: keyof SideFigures }
> = {
  costUsdPerItemMax: { measure: 'Cost per item', format: money, of: 'costUsdPerItem' },
  latencyMsP50Max: { measure: 'Latency P50', format: latency, of: 'latencyMsP50' },
  latencyMsP95Max: { measure: 'Latency P95', format: latency, of: 'latencyMsP95' },
  latencyMsP99Max: { measure: 'Latency P99', format: latency, of: 'latencyMsP99' },
};

const relative = (candidate: number | null, baseline: number | null): string =>
  candidate === null || baseline === null || baseline === 0 ? UNKNOWN : change(candidate / baseline - 1);

/** The lines for floors, then for cost and latency, then for unanswered items; figures without a limit are included. */
export function limitLines(
  decision: DatasetDecision,
  figures: { baseline: SideFigures | null; candidate: SideFigures | null },
): LimitLine[] {
  const measures = Object.entries(LIMITS) as [LimitRow['limit'], (typeof LIMITS)[LimitRow['limit']]][];
  return [...floorLines(decision), ...measures.flatMap(measured), ...unresolvedLine(decision)];

  function measured([name, { measure, format, of }]: (typeof measures)[number]): LimitLine[] {
    const set = decision.limits.find(({ limit }) => limit === name);
    const candidate = set ? set.candidate : (figures.candidate?.[of] ?? null);
    const baseline = set ? set.baseline : (figures.baseline?.[of] ?? null);
    // Lines of latencies without a limit would hide the one that has a limit.
    if (!set && (name === 'latencyMsP95Max' || candidate === null)) return [];
    return [
      {
        key: name,
        measure,
        limit: set ? `≤ ${format(set.max)}` : UNKNOWN,
        baseline: format(baseline),
        candidate: format(candidate),
        change: relative(candidate, baseline),
        verdict: set?.verdict ?? null,
      },
    ];
  }
}

function floorLines({ overall, categories }: DatasetDecision): LimitLine[] {
  const rows = [
    ...(overall ? [{ ...overall, name: 'Overall', verdict: overall.verdict }] : []),
    ...categories.map((row) => ({ ...row, verdict: floorVerdict(row) })),
  ];
  return rows.flatMap(({ name, floor, baseline, candidate, delta, verdict }) =>
    floor === null
      ? []
      : [
          {
            key: `floor ${name}`,
            measure: `${name} floor`,
            limit: `≥ ${percent(floor)}`,
            baseline: percent(baseline),
            candidate: percent(candidate),
            change: points(delta),
            verdict,
          },
        ],
  );
}

/** The verdict on the floor alone: a category may fail by its drop and still be above its floor. */
function floorVerdict({ reasons, candidate }: DatasetDecision['categories'][number]): Verdict {
  if (reasons.some(({ code }) => code === 'below_floor')) return 'fail';
  return candidate === null || reasons.some(({ code }) => code === 'unresolved' || code === 'too_few')
    ? 'inconclusive'
    : 'pass';
}

function unresolvedLine({ overall, categories }: DatasetDecision): LimitLine[] {
  if (!overall) return [];
  const { baseline, candidate } = overall.unresolved;
  const open = categories.some(({ reasons }) => reasons.some(({ code }) => code === 'unresolved'));
  return [
    {
      key: 'unresolved',
      measure: 'Unresolved items',
      limit: `≤ ${percent(GATE_METHOD.unresolvedShareMax).replace('.0', '')}`,
      baseline: String(baseline),
      candidate: String(candidate),
      change: candidate === baseline ? '0' : `${candidate > baseline ? '+' : '−'}${Math.abs(candidate - baseline)}`,
      verdict: open ? 'inconclusive' : 'pass',
    },
  ];
}
