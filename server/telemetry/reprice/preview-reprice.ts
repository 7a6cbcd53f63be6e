import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { addPriced, type Figures, noFigures, type ShownFigures, shownFigures } from './domain/figures.ts';
import { priceAgain } from './price-again.ts';
import { FIRST_KEY, type Reached, readCandidates } from './read-candidates.ts';
import { planReprice, type RepriceRange } from './reprice-range.ts';

/** What would change, in all, by UTC day and by prompt (null: none); `lacking`: meters that would lack a price or a count, by events. */
export type RepricePreview = {
  model: string;
  from: number;
  to: number;
  total: ShownFigures;
  days: (ShownFigures & { day: string })[];
  prompts: (ShownFigures & { prompt: string | null })[];
  lacking: { meter: string; because: string; events: number }[];
};

/** Every figure that changes if the events of a model are priced again. Reads each of them, some 10 µs, and writes nothing. */
export async function previewReprice(ctx: Ctx, range: RepriceRange): Promise<RepricePreview> {
  const { name, provider, number, from, to, rows } = await planReprice(ctx, range);
  const price = priceAgain(provider, rows);
  const total = noFigures();
  const days = new Map<string, Figures>();
  const prompts = new Map<number, Figures>();
  const lacking = new Map<string, { meter: string; because: string; events: number }>();
  let reached: Reached | null = number === null ? null : { ms: from, key: FIRST_KEY };
  while (number !== null && reached !== null) {
    const start: Reached = reached;
    const step = await inTransaction(ctx, (ctx) => readCandidates(ctx, { model: number, reached: start, to }));
    const ofDay = figuresAt(days, new Date(step.day.from).toISOString().slice(0, 10));
    for (const event of step.candidates) {
      const priced = price(event);
      addPriced(total, priced);
      addPriced(ofDay, priced);
      addPriced(figuresAt(prompts, event.prompt), priced);
      for (const { meter, because } of priced.lacking) {
        const key = `${meter} ${because}`;
        const known = lacking.get(key) ?? { meter, because, events: 0 };
        known.events += 1;
        lacking.set(key, known);
      }
    }
    reached = step.next;
  }
  const names = await storeOf(ctx).names.texts(slotOf(ctx.project), 'prompt', prompts.keys());
  const shown = [...prompts].map(([id, sum]) => ({ prompt: names.get(id) ?? null, ...shownFigures(sum) }));
  return {
    model: name,
    from,
    to,
    total: shownFigures(total),
    days: [...days].flatMap(([day, sum]) => (sum.events === 0 ? [] : [{ day, ...shownFigures(sum) }])),
    prompts: shown.toSorted((a, b) => Math.abs(b.afterUsd - b.beforeUsd) - Math.abs(a.afterUsd - a.beforeUsd)),
    lacking: [...lacking.values()].sort((a, b) => b.events - a.events),
  };
}

function figuresAt<K>(of: Map<K, Figures>, key: K): Figures {
  const sum = of.get(key) ?? noFigures();
  of.set(key, sum);
  return sum;
}
