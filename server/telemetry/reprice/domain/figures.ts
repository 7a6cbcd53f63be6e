import { picoOfNano } from '#server/models/prices/domain/amount.ts';
import type { Lacking } from '#server/models/prices/domain/price-usage.ts';
import { addRepriced, bothRepriced, nothingRepriced, type Repriced } from '#server/models/prices/domain/reprice.ts';

export const REPRICE_STATUSES = ['running', 'done', 'failed'] as const;
export type RepriceStatus = (typeof REPRICE_STATUSES)[number];

/**
 * The effect of other prices on one figure. `recorded`: events whose cost was sent with them, which no price changes; they
 * count only in `events` and both sums.
 */
export type Figures = Repriced & { recorded: number };
/** A figure in JSON: whole billionths of a dollar as text. */
export type StoredFigures = {
  events: number;
  changed: number;
  recorded: number;
  became_known: number;
  became_unknown: number;
  before_nano: string;
  after_nano: string;
};
/** An event, priced again. Costs in whole billionths of a dollar, null is unknown. */
export type PricedAgain = {
  before: number | null;
  after: number | null;
  recorded: boolean;
  lacking: readonly Lacking[];
};

const PICO_PER_NANO = 1_000n;
const picoOf = (nano: number | null) => (nano === null ? null : picoOfNano(nano));

/** The effect on no events. */
export const noFigures = (): Figures => ({ ...nothingRepriced(), recorded: 0 });

/** Adds an event. */
export function addPriced(sum: Figures, { before, after, recorded }: PricedAgain): void {
  addRepriced(sum, picoOf(before), picoOf(after));
  if (recorded) sum.recorded += 1;
}

/** Both sums as one. */
export const bothFigures = (a: Figures, b: Figures): Figures => ({
  ...bothRepriced(a, b),
  recorded: a.recorded + b.recorded,
});

/** A figure for JSON. */
export const storedFigures = ({ beforePico, afterPico, ...sum }: Figures): StoredFigures => ({
  events: sum.events,
  changed: sum.changed,
  recorded: sum.recorded,
  became_known: sum.becameKnown,
  became_unknown: sum.becameUnknown,
  before_nano: String(beforePico / PICO_PER_NANO),
  after_nano: String(afterPico / PICO_PER_NANO),
});

/** Read back from JSON. */
export const figuresOf = (stored: StoredFigures): Figures => ({
  events: stored.events,
  changed: stored.changed,
  recorded: stored.recorded,
  becameKnown: stored.became_known,
  becameUnknown: stored.became_unknown,
  beforePico: BigInt(stored.before_nano) * PICO_PER_NANO,
  afterPico: BigInt(stored.after_nano) * PICO_PER_NANO,
});

/** A figure for pages and clients: sums of known costs in US dollars. */
export const shownFigures = ({ beforePico, afterPico, ...sum }: Figures) => ({
  ...sum,
  beforeUsd: Number(beforePico) / 1e12,
  afterUsd: Number(afterPico) / 1e12,
});
export type ShownFigures = ReturnType<typeof shownFigures>;
