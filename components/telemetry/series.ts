import type { Mark, MarkKind, Point } from '#components/charts/time/chart-types.ts';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';

export type Monitor = Outputs['telemetry']['monitor'];

/** The values of a monitor array at their times. Unknown stays a gap. */
export function pointsOf(t: readonly number[], values: readonly (number | null)[]): Point[] {
  return t.map((at, i) => [at, values[i] ?? null] as const);
}

/** The least part of a running bucket that is scaled up, so that one early request does not look like a high rate. */
const PASSED_MIN = 0.2;

/** Sums of buckets as a rate per `unitMs`. The running bucket is divided by the part of it that has passed. */
export function ratePoints(
  t: readonly number[],
  values: readonly (number | null)[],
  { stepMs, unitMs, now }: { stepMs: number; unitMs: number; now: number },
): Point[] {
  return t.map((at, i) => {
    const value = values[i];
    const passedMs = Math.min(stepMs, Math.max(now - at, PASSED_MIN * stepMs));
    return [at, typeof value === 'number' ? (value * unitMs) / passedMs : null] as const;
  });
}

/** Whether there is anything to draw. */
export const hasAny = (values: readonly (number | null)[]): boolean => values.some((value) => value !== null);

const MARK_KIND: Record<Monitor['marks'][number]['kind'], MarkKind | null> = {
  deployment: 'deployment',
  rollback: 'roll-back',
  rollout: 'rollout',
  incident: 'incident',
  price: 'price',
  gate: null,
  policy: null,
  budget: null,
};

/** What changed, as charts draw it. Gates, policies and budgets change nothing that is served. */
export function marksOf(
  project: string,
  marks: readonly Pick<Monitor['marks'][number], 't' | 'kind' | 'title' | 'path' | 'imported'>[],
): Mark[] {
  return marks.flatMap((mark) => {
    const kind = MARK_KIND[mark.kind];
    const title = `${mark.title}${mark.imported ? ' (imported)' : ''}`;
    return kind === null ? [] : [{ t: mark.t, kind, title, href: to.change(project, mark.path) }];
  });
}

/** Counts are drawn a minute up to a day, an hour beyond. */
export function rateOf(stepMs: number): { unitMs: number; word: string } {
  return stepMs <= 30 * MINUTE_MS
    ? { unitMs: MINUTE_MS, word: 'a minute' }
    : { unitMs: 60 * MINUTE_MS, word: 'an hour' };
}

const LABEL_MAX = 13;

/** A name short enough for the end of a line: its middle is left out, because versions differ at the end. */
export function endLabelOf(name: string, max = LABEL_MAX): string {
  const head = Math.floor(max / 2);
  return name.length <= max ? name : `${name.slice(0, head)}…${name.slice(head - max + 1)}`;
}
