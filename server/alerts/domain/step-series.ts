import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import { alertTitle } from './alert-title.ts';
import type { Measure } from './baseline.ts';
import { firstBadMinute } from './first-bad-minute.ts';
import { judge, needsBaseline } from './judge.ts';
import type { Evidence } from './reading.ts';
import type { Rule } from './rule.ts';
import type { SeriesKind } from './series-kind.ts';
import { type Emit, type SeriesMemory, stepMonitor } from './step-monitor.ts';
import type { SeriesView } from './traffic.ts';

export type SeriesStep = {
  memory: SeriesMemory | null;
  emit: readonly Emit[];
  evidence: Evidence;
  /** Of what fires, else empty. */
  title: string;
  /** The first bad minute of what fires, ms. */
  impactStart: number | null;
};

function measureOf({ kind, rule }: { kind: SeriesKind; rule: Rule }): Measure {
  if (kind === 'quality' || kind === 'injection') return kind;
  if (kind === 'outcome') return 'failed_outcomes';
  return kind === 'latency' || rule.metric === null ? 'p99' : rule.metric;
}

/** One step of one series of one monitor: judged, moved on, and where it fires told in a sentence. */
export function stepSeries(
  watching: { kind: SeriesKind; rule: Rule },
  series: SeriesView,
  given: { memory: SeriesMemory | null; now: number; end: number; isAfterPause: boolean },
): SeriesStep {
  const { kind, rule } = watching;
  const { memory, now, end, isAfterPause } = given;
  const measure = measureOf(watching);
  const view = series.viewOf(measure, rule.pinned, memory);
  const reading = judge(kind, rule, view);
  const isBreach = reading.is === 'measured' && reading.breaches;
  if (memory === null && !isBreach)
    return { memory, emit: [], evidence: reading.evidence, title: '', impactStart: null };
  const baseline = isBreach && needsBaseline(kind, rule) ? view.baseline() : null;
  const step = stepMonitor({
    ...{ memory, reading, now, windowEnd: end, isAfterPause, baseline },
    rule: { forMs: rule.forMin * MINUTE_MS, clearForMs: rule.clearForMin * MINUTE_MS, longestMs: 60 * MINUTE_MS },
  });
  const { evidence } = reading;
  if (!step.emit.includes('fired')) return { ...step, evidence, title: '', impactStart: null };
  const title = alertTitle(kind, rule, evidence, series.labels);
  return { ...step, evidence, title, impactStart: firstBadMinute({ kind, rule, baseline }, series.minutes, end) };
}
