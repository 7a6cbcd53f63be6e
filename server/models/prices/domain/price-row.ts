import type { Pico } from './amount.ts';
import type { Hours } from './hours.ts';
import type { CacheTtl, MeterName } from './meters.ts';

/** What a request must be for a row to hold. What is left out may be anything. */
export type Conditions = {
  serviceTier?: string;
  region?: string;
  speed?: string;
  cacheTtl?: CacheTtl;
  /** At least so many input tokens, cached and written included; the row then prices the whole request. */
  inputTokensGte?: number;
  hours?: Hours;
};

/** `announced` prices from its date as `listed` does, `withdrawn` never does: an announcement that was taken back. */
export const PRICE_STATES = ['listed', 'announced', 'withdrawn'] as const;
export type PriceState = (typeof PRICE_STATES)[number];

/** `amountPico` for `per` units of a meter, from a time on. Without an end it gives way to the next row of the same conditions. */
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

/** Whether the row holds at a time, whatever the request. */
export const inForce = (row: PriceRow, atMs: number): boolean =>
  row.state !== 'withdrawn' && row.effectiveFromMs <= atMs && (row.effectiveToMs === null || atMs < row.effectiveToMs);
