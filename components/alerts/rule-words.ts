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
  outcome: 'the share of failed outcomes',
  telemetry_missing: 'telemetry',
  injection: 'the share of scanned requests with signals of prompt injection',
  metric: 'a metric',
};

/** What the monitors look for that have no rule, by kind. */
export const CONDITION_WORDS: Record<string, string> = {
  budget: 'Fires while a budget of this month is spent.',
  spend_jump: 'Fires for a day after spend or input jumped against the days before.',
  retirement: 'Fires while a model serves that retires within 30 days.',
  fallback: 'Fires while the fallback of a serving model has no passed gate of the last 30 days.',
  rollout: 'Fires for an hour after a version was rolled back.',
  gate: 'Fires for an hour after a gate blocked a promotion.',
  drift:
    'Fires once requests have drifted for an hour, against the days since the version serves; ends after 6 h without.',
  feedback: 'Fires while negative feedback is above 1.5 times its share in the week before, and not by chance.',
};

/** What the limit of a kind is measured in, after its number. */
export function limitUnit(kind: SeriesKind, { against, metric }: Pick<Rule, 'against' | 'metric'>): string {
  if (kind === 'quality') return '% below its baseline';
  if (kind === 'latency' || kind === 'outcome') return 'times its baseline';
  if (kind === 'error_rate') return '% of requests';
  if (kind === 'injection') return '% of scanned requests, and twice its baseline,';
  if (kind === 'burn_rate') return '% good requests as the target';
  if (kind === 'telemetry_missing') return 'requests in the same hour of the last 3 weeks';
  return against === 'baseline' ? 'times its baseline' : (metric ?? '');
}

/** `5 min`, `6 h`, `3 d`. */
const spanWords = (minutes: number): string =>
  minutes % 1440 === 0 ? `${minutes / 1440} d` : minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;

const where = ({ filter, groupBy, count }: Rule): string => {
  const only = Object.entries(filter).map(([name, value]) => `${name} ${value}`);
  const errors = count === 'not_caller' ? ', without errors of the caller' : '';
  return `${only.length === 0 ? 'all requests' : only.join(', ')}${groupBy.length === 0 ? '' : `, by ${groupBy.join(' and ')}`}${errors}`;
};

/** Whether it has a rule to edit: the others look at what other pages show. */
export const hasRule = ({ kind }: Pick<Monitor, 'kind'>): boolean => Object.hasOwn(KIND_WORDS, kind);

/** A rule in one sentence. */
export function ruleSentence({ kind, spec }: Pick<Monitor, 'kind' | 'spec'>): string {
  const rule = spec as unknown as Rule;
  if (!hasRule({ kind })) return CONDITION_WORDS[kind] ?? 'Looked for every 5 min.';
  const series = kind as SeriesKind;
  if (series === 'burn_rate') {
    const pairs = rule.pairs.map(
      ({ factor, longMin, shortMin }) =>
        `${factor === 1 ? 'just as fast' : `${factor} times as fast`} over ${spanWords(longMin)} and ${spanWords(shortMin)}`,
    );
    return `The error budget of a target of ${rule.limit} % is spent ${pairs.join(', or ')}; ${where(rule)}.`;
  }
  if (series === 'telemetry_missing') {
    return `No request in ${rule.windowMin} min where the same hour of 3 weeks had ${rule.limit}; ${where(rule)}.`;
  }
  const what = series === 'metric' ? (rule.metric ?? '') : KIND_WORDS[series];
  const side = series === 'quality' ? '' : `${series === 'metric' ? rule.direction : 'above'} `;
  const evidence = rule.literal ? 'literally' : `at least ${plural(rule.minSamples, 'value')}`;
  const sentence = `${what} over ${rule.windowMin} min ${side}${rule.limit} ${limitUnit(series, rule)}${rule.forMin === 0 ? '' : ` for ${rule.forMin} min`}, ${evidence}; ${where(rule)}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
