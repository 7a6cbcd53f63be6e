import type { Outputs } from '#components/shell/trpc.ts';
import { plural } from '#components/ui/format.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import type { SeriesKind } from '#server/alerts/domain/series-kind.ts';

export type Monitor = Outputs['alerts']['monitors'][number];

export const KIND_WORDS: Record<SeriesKind, string> = {
  quality: 'mean quality',
  latency: 'the P99 latency',
  error_rate: 'the share of failed requests',
  burn_rate: 'the error budget',
  telemetry_missing: 'telemetry',
  injection: 'the share of scanned requests with signals of prompt injection',
  metric: 'a metric',
};

/** What the limit of a kind is measured in, after its number. */
export function limitUnit(kind: SeriesKind, { against, metric }: Pick<Rule, 'against' | 'metric'>): string {
  if (kind === 'quality') return '% below its baseline';
  if (kind === 'latency') return 'times its baseline';
  if (kind === 'error_rate') return '% of requests';
  if (kind === 'injection') return '% of scanned requests, and twice its baseline,';
  if (kind === 'burn_rate') return '% good requests as the target';
  if (kind === 'telemetry_missing') return 'requests in the same hour of the last 3 weeks';
  return against === 'baseline' ? 'times its baseline' : (metric ?? '');
}

/** `5 min`, `6 h`, `3 d`. */
const spanWords = (minutes: number): string =>
  minutes % 1440 === 0 ? `${minutes / 1440} d` : minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;

const where = ({ filter, groupBy }: Rule): string => {
  const only = Object.entries(filter).map(([name, value]) => `${name} ${value}`);
  return `${only.length === 0 ? 'all requests' : only.join(', ')}${groupBy.length === 0 ? '' : `, by ${groupBy.join(' and ')}`}`;
};

/** Whether it has a rule to edit: the others look at what other pages show. */
export const hasRule = ({ kind }: Pick<Monitor, 'kind'>): boolean => Object.hasOwn(KIND_WORDS, kind);

/** A rule in one sentence. */
export function ruleSentence({ kind, spec }: Pick<Monitor, 'kind' | 'spec'>): string {
  const rule = spec as unknown as Rule;
  if (!hasRule({ kind })) return 'Looked for every 5 min; an alert ends when it is no longer the case.';
  const series = kind as SeriesKind;
  if (series === 'burn_rate') {
    const pairs = rule.pairs.map(
      ({ factor, longMin, shortMin }) =>
        `${factor} times as fast over ${spanWords(longMin)} and ${spanWords(shortMin)}`,
    );
    return `The error budget of a target of ${rule.limit} % is spent ${pairs.join(', or ')}; ${where(rule)}.`;
  }
  if (series === 'telemetry_missing') {
    return `No request in ${rule.windowMin} min where the same hour of 3 weeks had ${rule.limit}; ${where(rule)}.`;
  }
  const what = series === 'metric' ? (rule.metric ?? '') : KIND_WORDS[series];
  const side = series === 'quality' ? '' : `${series === 'metric' ? rule.direction : 'above'} `;
  const evidence = rule.literal ? 'literally' : `at least ${plural(rule.minSamples, 'value')}`;
  const sentence = `${what} over ${rule.windowMin} min ${side}${rule.limit} ${limitUnit(series, rule)} for ${rule.forMin} min, ${evidence}; ${where(rule)}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
