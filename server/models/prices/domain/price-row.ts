import type { Pico } from './amount.ts';
import type { Hours } from './hours.ts';
import type { CacheTtl, MeterName } from './meters.ts';

/** The conditions of a row on a request. A condition that is left out allows any value. */
export type Conditions = {
  serviceTier?: string;
  region?: string;
  speed?: string;
  cacheTtl?: CacheTtl;
  /** At least this many input tokens, cached and written included; the row then prices the whole request. */
  inputTokensGte?: number;
  hours?: Hours;
};

/**
 * An `announced` row prices from its date on, as a `listed` one does. A `withdrawn` row never prices: its announcement
 * was taken back.
 */
export const PRICE_STATES = ['listed', 'announced', 'withdrawn'] as const;
export type PriceState = (typeof PRICE_STATES)[number];

/**
 * `amountPico` for `per` units of a meter, from a time on. Without an end, the next row of the same conditions replaces
 * it.
 */
export type PriceRow = {
  id: string;
  meter: MeterName;
  per: number;
  amountPico: Pico;
  currency: 'USD';
  effectiveFromMs: number;
  effectiveToMs: number | null;
  when: Conditions;
  state: PriceState;
  sourceUrl: string | null;
  checkedAtMs: number | null;
};

/** Whether the row is in force at a time, for any request. */
export const inForce = (row: PriceRow, atMs: number): boolean =>
  row.state !== 'withdrawn' && row.effectiveFromMs <= atMs && (row.effectiveToMs === null || atMs < row.effectiveToMs);
