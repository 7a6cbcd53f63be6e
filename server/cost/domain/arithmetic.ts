/** A price of a meter: `amountPico` (10⁻¹² dollars) for `per` units. */
export type Rate = { amountPico: bigint; per: number };

/**
 * One line of a calculation: a quantity times a price, or an amount that was measured. Savings are positive, costs
 * negative.
 */
export type Line = { what: string; quantity: number | null; rate: Rate | null; amountPico: bigint };

/** Why the saving of a technique cannot be computed from the data. */
export type Refusal = {
  refused:
    | 'too_few_pairs'
    | 'too_few_requests'
    | 'too_few_routed'
    | 'too_few_answers'
    | 'prefix_too_short'
    | 'price_unknown'
    | 'scores_not_binary'
    | 'items_not_independent'
    | 'nothing_to_compare'
    | 'no_saving_possible';
  found: number;
  needed: number;
};

/** What a technique would have saved on the replayed traffic, line by line; the lines sum to `savedPico`. */
export type Saving = {
  refused: null;
  lines: Line[];
  savedPico: bigint;
  /** 95 % interval of `savedPico`; `null` where the replayed traffic is too little for one. */
  intervalPico: readonly [low: bigint, high: bigint] | null;
  /** `not_measured`: only an evaluation can measure it. */
  quality: 'unchanged' | 'not_measured' | { difference: number; low: number; high: number; n: number };
};

/** `quantity` (a whole number, of either sign) at a rate, to the nearest 10⁻¹² dollars, a half away from 0. */
export function amountAt(quantity: number, { amountPico, per }: Rate): bigint {
  const product = BigInt(quantity) * amountPico;
  const half = BigInt(per) / 2n;
  return (product < 0n ? product - half : product + half) / BigInt(per);
}

/** A line of a whole number of units at a rate; `sign` −1 for what the technique costs. */
export function lineAt(what: string, quantity: number, rate: Rate, sign: 1 | -1): Line {
  return { what, quantity, rate, amountPico: BigInt(sign) * amountAt(quantity, rate) };
}

/** The lines with their sum. */
export function savingOf(lines: Line[], intervalPico: Saving['intervalPico'], quality: Saving['quality']): Saving {
  const savedPico = lines.reduce((sum, { amountPico }) => sum + amountPico, 0n);
  return { refused: null, lines, savedPico, intervalPico, quality };
}

/**
 * The saving on `n` recorded requests or pairs, carried over to `requests` with the same mix: every line and the interval
 * × requests / n.
 */
export function scaleSaving(saving: Saving, n: number, requests: number): Saving {
  const scaled = (pico: bigint) => amountAt(requests, { amountPico: pico, per: n });
  const lines = saving.lines.map((line) => ({
    ...line,
    quantity: line.quantity === null ? null : Math.round((line.quantity * requests) / n),
    amountPico: scaled(line.amountPico),
  }));
  const interval = saving.intervalPico && ([scaled(saving.intervalPico[0]), scaled(saving.intervalPico[1])] as const);
  return savingOf(lines, interval, saving.quality);
}
