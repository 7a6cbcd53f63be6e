import type { Pico } from './amount.ts';
import type { PriceRow } from './price-row.ts';
import { scopeOf } from './specificity.ts';

/**
 * The effect of other prices on one figure (a day, a model, a prompt, a budget). `beforePico` and `afterPico` sum the
 * costs that are known before and after; events whose cost becomes known or unknown are counted, because they are in
 * only one of the sums.
 */
export type Repriced = {
  events: number;
  changed: number;
  beforePico: Pico;
  afterPico: Pico;
  becameKnown: number;
  becameUnknown: number;
};

/** The effect on no events. */
export const nothingRepriced = (): Repriced => ({
  events: 0,
  changed: 0,
  beforePico: 0n,
  afterPico: 0n,
  becameKnown: 0,
  becameUnknown: 0,
});

/** Adds an event by its cost before and after, null where that is unknown. */
export function addRepriced(sum: Repriced, before: Pico | null, after: Pico | null): void {
  sum.events += 1;
  if (before !== after) sum.changed += 1;
  sum.beforePico += before ?? 0n;
  sum.afterPico += after ?? 0n;
  if (before === null && after !== null) sum.becameKnown += 1;
  if (before !== null && after === null) sum.becameUnknown += 1;
}

/** The sum of two effects: chunks of a long repricing can be added in any order. */
export const bothRepriced = (a: Repriced, b: Repriced): Repriced => ({
  events: a.events + b.events,
  changed: a.changed + b.changed,
  beforePico: a.beforePico + b.beforePico,
  afterPico: a.afterPico + b.afterPico,
  becameKnown: a.becameKnown + b.becameKnown,
  becameUnknown: a.becameUnknown + b.becameUnknown,
});

/** The price, conditions and period of a row as text: rows of the same text price alike where both are in force. */
export const chargeOf = ({ meter, per, amountPico, effectiveFromMs, effectiveToMs, when }: PriceRow): string =>
  JSON.stringify([meter, per, amountPico.toString(), effectiveFromMs, effectiveToMs, scopeOf(when).key]);
