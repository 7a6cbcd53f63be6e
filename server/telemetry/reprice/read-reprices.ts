import { and, desc, eq } from 'drizzle-orm';
import { eventReprice } from '#db/schema/telemetry.ts';
import type { WrittenRow } from '#server/models/prices/domain/row-entry.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { breakdownOf, type LackingCount, lackingMost } from './domain/breakdown.ts';
import { figuresOf, type RepriceStatus, type ShownFigures, shownFigures } from './domain/figures.ts';

/** The state of a repricing. `progress`: 0 to 1. */
export type RepriceState = {
  id: string;
  model: string;
  from: Date;
  to: Date;
  status: RepriceStatus;
  progress: number;
  total: number;
  figures: ShownFigures;
  failure: string | null;
  reason: string | null;
  startedBy: string;
  startedAt: Date;
  finishedAt: Date | null;
};

/** The same with its changes by day, what unknown costs lack, and the rows that it prices by. */
export type RepriceDetail = RepriceState & {
  prices: WrittenRow[];
  /** Null: begun before it was kept. */
  breakdown: {
    stayUnknown: number;
    days: (ShownFigures & { day: string })[];
    lacking: LackingCount[];
  } | null;
};

const LISTED = 50;

/** The last 50, newest first; of one model where it is named. One range of an index. */
export async function readReprices(ctx: ReadCtx, { model }: { model?: string } = {}): Promise<RepriceState[]> {
  const rows = await ctx.db
    .select()
    .from(eventReprice)
    .where(
      and(eq(eventReprice.slot, slotOf(ctx.project)), model === undefined ? undefined : eq(eventReprice.model, model)),
    )
    .orderBy(desc(eventReprice.createdAt))
    .limit(LISTED);
  return rows.map(stateOf);
}

/** One repricing. 404 where the project has none with this id. */
export async function readReprice(ctx: ReadCtx, id: string): Promise<RepriceDetail> {
  if (!isUuid(id)) throw notFound();
  const mine = and(eq(eventReprice.slot, slotOf(ctx.project)), eq(eventReprice.id, id));
  const [row] = await ctx.db.select().from(eventReprice).where(mine);
  if (!row) throw notFound();
  const breakdown = row.breakdown && breakdownOf(row.breakdown);
  return {
    ...stateOf(row),
    prices: row.prices,
    breakdown: breakdown && {
      stayUnknown: breakdown.stayUnknown,
      days: [...breakdown.days]
        .map(([day, sum]) => ({ day, ...shownFigures(sum) }))
        .sort((a, b) => a.day.localeCompare(b.day)),
      lacking: lackingMost(breakdown),
    },
  };
}

function stateOf(row: typeof eventReprice.$inferSelect): RepriceState {
  const figures = shownFigures(figuresOf(row.figures));
  return {
    id: row.id,
    model: row.model,
    from: row.fromTs,
    to: row.toTs,
    status: row.status,
    progress: row.status === 'done' ? 1 : Math.min(1, row.total === 0 ? 0 : figures.events / row.total),
    total: row.total,
    figures,
    failure: row.failure,
    reason: row.reason,
    startedBy: row.actor.name,
    startedAt: row.createdAt,
    finishedAt: row.finishedAt,
  };
}
