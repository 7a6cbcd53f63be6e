import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { addToBreakdown, figuresAt, type LackingCount, lackingMost, noBreakdown } from './domain/breakdown.ts';
import {
  addPriced,
  type Figures,
  noFigures,
  type PricedAgain,
  type ShownFigures,
  shownFigures,
} from './domain/figures.ts';
import { priceAgain } from './price-again.ts';
import { type Candidate, FIRST_KEY, type Reached, readCandidates } from './read-candidates.ts';
import { digestOfRows, type RepricePlan } from './reprice-range.ts';

/**
 * What would change, in all, by UTC day and by prompt (null: none). `lacking`: what the events of unknown cost lack.
 * `until`: all events before it are counted, ms; it is `to` unless the time was up.
 */
export type RepricePreview = {
  model: string;
  from: number;
  to: number;
  until: number;
  /** Of the rows that it prices by: `startReprice` refuses to begin by others. */
  rowsDigest: string;
  total: ShownFigures;
  stayUnknown: number;
  days: (ShownFigures & { day: string })[];
  prompts: (ShownFigures & { prompt: string | null })[];
  lacking: LackingCount[];
};

type Options = {
  /** Ends after the step in which this time (ms) is up. */
  withinMs?: number;
  /** Called with each event. */
  onEvent?: (event: Candidate, priced: PricedAgain) => void;
  /** Whether `onEvent` needs the tags of events. */
  withTags?: boolean;
};

/** Every figure that changes if the events of a model are priced again. Reads each of them, some 10 µs, and writes nothing. */
export async function previewReprice(
  ctx: Ctx,
  plan: RepricePlan,
  { withinMs = Number.POSITIVE_INFINITY, onEvent, withTags = false }: Options = {},
): Promise<RepricePreview> {
  const { name, provider, number, from, to, rows } = plan;
  const started = performance.now();
  const price = priceAgain(provider, rows);
  const total = noFigures();
  const breakdown = noBreakdown();
  const prompts = new Map<number, Figures>();
  let reached: Reached | null = number === null ? null : { ms: from, key: FIRST_KEY };
  while (number !== null && reached !== null && performance.now() - started < withinMs) {
    const start: Reached = reached;
    const step = await inTransaction(ctx, (ctx) =>
      readCandidates(ctx, { model: number, reached: start, to, withTags }),
    );
    const day = new Date(step.day.from).toISOString().slice(0, 10);
    for (const event of step.candidates) {
      const priced = price(event);
      addPriced(total, priced);
      addToBreakdown(breakdown, day, priced);
      addPriced(figuresAt(prompts, event.prompt), priced);
      onEvent?.(event, priced);
    }
    reached = step.next;
  }
  const names = await storeOf(ctx).names.texts(slotOf(ctx.project), 'prompt', prompts.keys());
  const shown = [...prompts].map(([id, sum]) => ({ prompt: names.get(id) ?? null, ...shownFigures(sum) }));
  return {
    model: name,
    from,
    to,
    until: reached?.ms ?? to,
    rowsDigest: digestOfRows(rows),
    total: shownFigures(total),
    stayUnknown: breakdown.stayUnknown,
    days: [...breakdown.days].map(([day, sum]) => ({ day, ...shownFigures(sum) })),
    prompts: shown.toSorted((a, b) => Math.abs(b.afterUsd - b.beforeUsd) - Math.abs(a.afterUsd - a.beforeUsd)),
    lacking: lackingMost(breakdown),
  };
}
