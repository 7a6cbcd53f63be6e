import type { Severity } from '#server/alerts/domain/alert.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import type { SeriesKind } from '#server/alerts/domain/series-kind.ts';

/** A monitor as it is exported, or as an import makes it. */
export type SloMonitor = { name: string; kind: SeriesKind; severity: Severity; enabled: boolean; rule: Rule };

/** A field, by its path in the document or its name in the rule, and why it was left out or is carried otherwise. */
export type Noted = { path: string; reason: string };

export const API_VERSION = 'openslo/v1';
/** What our own annotations and the type of our metric source begin with. */
export const OURS = 'switchyard.dev/';
export const SOURCE_TYPE = 'switchyard';

/** The window over which the budgets of the burn rates are meant: 14.4 times for an hour is 2 % of it. */
export const BUDGET_DAYS = 30;

/** The kinds that an objective of OpenSLO says: a fixed share of good requests. */
export const SLO_KINDS = ['error_rate', 'burn_rate'] as const;
export type SloKind = (typeof SLO_KINDS)[number];

/** The fields of a rule that OpenSLO has no place for, by kind; they are carried in an annotation. */
export const CARRIED = {
  error_rate: ['clear', 'clearForMin', 'minSamples', 'p', 'literal', 'count'],
  burn_rate: ['clearForMin', 'minSamples', 'p', 'literal', 'count'],
} as const satisfies Record<SloKind, readonly (keyof Rule)[]>;

const UNITS = [
  ['w', 10_080],
  ['d', 1440],
  ['h', 60],
  ['m', 1],
] as const;

/** `5m`, `6h`, `3d`. */
export function durationOf(minutes: number): string {
  const [unit, size] = UNITS.find(([one, of]) => one !== 'w' && minutes >= of && minutes % of === 0) ?? ['m', 1];
  return `${minutes / size}${unit}`;
}

/** Minutes of a duration of OpenSLO; null where it is none, or of months, quarters or years, which have no fixed length. */
export function minutesOf(duration: unknown): number | null {
  const [, number, unit] = typeof duration === 'string' ? (/^([0-9]{1,6})([mhdw])$/.exec(duration) ?? []) : [];
  const size = UNITS.find(([one]) => one === unit)?.[1];
  return number === undefined || size === undefined ? null : Number(number) * size;
}

/** 100 − x to nine decimals, without the rounding of floats: 0.3, not 0.29999999999999716. */
export const restOf = (percent: number): number => Number((100 - percent).toFixed(9));
