import type { Evidence } from './reading.ts';
import type { Rule } from './rule.ts';
import type { SeriesKind } from './series-kind.ts';
import type { Labels } from './traffic.ts';

/** The most telling name of a series: `search/answer in production`. */
export function subjectOf(labels: Labels): string {
  const what = labels.prompt ?? labels.model ?? labels.service;
  const version = labels.version === undefined ? '' : ` v${labels.version}`;
  if (what === undefined) return labels.environment ?? 'the project';
  return `${what}${version}${labels.environment === undefined ? '' : ` in ${labels.environment}`}`;
}

const number = (value: number | null | undefined, digits = 1): string =>
  value === null || value === undefined ? 'unknown' : String(Number(value.toFixed(digits)));

/** One line for lists and notifications: what is wrong, with its figure. */
export function alertTitle(kind: SeriesKind, rule: Rule, evidence: Evidence, labels: Labels): string {
  const subject = subjectOf(labels);
  const value = number(evidence.value);
  switch (kind) {
    case 'quality':
      return `Quality of ${subject} fell ${value} %`;
    case 'latency':
      return `P99 of ${subject} is ${value} times its baseline`;
    case 'error_rate':
      return `${value} % of requests of ${subject} fail`;
    case 'burn_rate':
      return `Error budget of ${subject}: ${value} % fail, ${number(evidence.limit, 2)} % allowed`;
    case 'outcome':
      return `Failed outcomes of ${subject} are ${value} times their baseline`;
    case 'telemetry_missing':
      return `No telemetry from ${subject} for ${rule.windowMin} minutes`;
    case 'injection':
      return `${value} % of the scanned requests of ${subject} look like prompt injection`;
    case 'metric':
      return `${rule.metric} of ${subject} is ${number(evidence.value, 4)}, limit ${number(rule.limit, 4)}`;
  }
}
