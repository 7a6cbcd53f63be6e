import { and, eq, sql } from 'drizzle-orm';
import { eventReprice } from '#db/schema/telemetry.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { readEntries } from '#server/models/prices/domain/read-entries.ts';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { splitModel } from '#server/telemetry/event/domain/model-name.ts';
import { PRICED_HERE } from '#server/telemetry/ingest/domain/event-time.ts';
import { floorTo, TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import { markMinutesIn } from '#server/telemetry/store/mark-minutes.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { addToBreakdown, bothBreakdowns, breakdownOf, noBreakdown, storedBreakdown } from './domain/breakdown.ts';
import { addPriced, bothFigures, figuresOf, noFigures, storedFigures } from './domain/figures.ts';
import { type PriceAgain, priceAgain } from './price-again.ts';
import { type Candidate, readAnyWay, readCandidates, readOnlyBy } from './read-candidates.ts';

/** Time (ms) after which a job stops and queues its continuation, so that other jobs run. */
const TURN_MS = 1_500;

type Reprice = typeof eventReprice.$inferSelect;

/**
 * Continues a repricing step by step. Each step is a transaction of its own that also stores the progress: after a worker
 * is killed, the next one continues after the last whole step. Returns whether events remain.
 */
export async function runReprice(
  ctx: Ctx,
  { id, turnMs = TURN_MS }: { id: string; turnMs?: number },
): Promise<'more' | 'end'> {
  const started = performance.now();
  const mine = and(eq(eventReprice.slot, slotOf(ctx.project)), eq(eventReprice.id, id));
  const [reprice] = await ctx.db.select().from(eventReprice).where(mine);
  if (reprice?.status !== 'running') return 'end';
  const number = (await storeOf(ctx).names.find(reprice.slot, 'model', [reprice.model])).get(reprice.model) ?? 0;
  const price = priceAgain(splitModel(reprice.model)?.provider ?? '', rowsIn(reprice));
  for (;;) {
    const more = await inTransaction(ctx, async (ctx) => {
      const [current] = await ctx.db.select().from(eventReprice).where(mine).for('update');
      return current?.status === 'running' && (await runStep(ctx, { reprice: current, number, price }));
    });
    if (!more) return 'end';
    if (performance.now() - started > turnMs) return 'more';
  }
}

const rowsIn = ({ prices }: Reprice) => readEntries(prices, newId).given.map(({ row }) => row);

async function runStep(
  ctx: InTx,
  { reprice, number, price }: { reprice: Reprice; number: number; price: PriceAgain },
): Promise<boolean> {
  const reached = { ms: reprice.reachedTs.getTime(), key: reprice.reachedKey };
  const step = await readCandidates(ctx, { model: number, reached, to: reprice.toTs.getTime() });
  const sum = noFigures();
  const part = noBreakdown();
  const day = new Date(step.day.from).toISOString().slice(0, 10);
  const changed: { event: Candidate; cost: number | null }[] = [];
  for (const event of step.candidates) {
    const priced = price(event);
    addPriced(sum, priced);
    addToBreakdown(part, day, priced);
    if (priced.before !== priced.after) changed.push({ event, cost: priced.after });
  }
  await writeCosts(ctx, changed);
  await readAnyWay(ctx);
  const figures = storedFigures(bothFigures(figuresOf(reprice.figures), sum));
  // One that began before breakdowns were kept has none of all its events.
  const known = reprice.breakdown;
  const breakdown = known && storedBreakdown(bothBreakdowns(breakdownOf(known), part));
  const { next } = step;
  const end = next === null ? { status: 'done' as const, finishedAt: ctx.clock.now() } : {};
  await ctx.db
    .update(eventReprice)
    .set({ figures, breakdown, ...(next === null ? end : { reachedTs: new Date(next.ms), reachedKey: next.key }) })
    .where(and(eq(eventReprice.slot, reprice.slot), eq(eventReprice.id, reprice.id)));
  if (next !== null) return true;
  const detail = { model: reprice.model, ...figures };
  await appendAudit(ctx, { action: 'cost.repriced', object: { kind: 'reprice', id: reprice.id }, detail });
  return false;
}

/**
 * Writes the new costs and marks their minutes. Cost: the range of the index (slot, ts) that the step read, hashed by key; a row
 * that changes costs 15 µs.
 */
async function writeCosts(ctx: InTx, changed: readonly { event: Candidate; cost: number | null }[]): Promise<void> {
  const [first, last] = [changed[0], changed.at(-1)];
  if (first === undefined || last === undefined) return;
  const rows = changed.map(({ event: { key }, cost }) => ({ key, cost }));
  await readOnlyBy(ctx, ['indexscan', 'hashjoin']);
  await ctx.db.execute(sql`
    update event e set cost_nano = u.cost, flags = e.flags | ${PRICED_HERE}
    from json_to_recordset(${JSON.stringify(rows)}::json) as u (key uuid, cost int8)
    where e.slot = ${slotOf(ctx.project)} and e.ts >= ${timeOf(first.event)}::timestamptz
      and e.ts <= ${timeOf(last.event)}::timestamptz and e.key = u.key`);
  await markMinutesIn(ctx, new Set(changed.map(({ event }) => floorTo(Math.round(event.ms), TIERS.minute.ms))));
}

const timeOf = ({ ms }: Candidate): string => new Date(Math.round(ms)).toISOString();

/** Ends a repricing as failed. Its finished steps stay; starting it again does the rest. */
export async function failReprice(ctx: Ctx, id: string, failure: string): Promise<void> {
  await ctx.db
    .update(eventReprice)
    .set({ status: 'failed', failure, finishedAt: ctx.clock.now() })
    .where(
      and(eq(eventReprice.slot, slotOf(ctx.project)), eq(eventReprice.id, id), eq(eventReprice.status, 'running')),
    );
}
