import { and, desc, eq } from 'drizzle-orm';
import { eventReprice } from '#db/schema/telemetry.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
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
  startedBy: string;
  startedAt: Date;
  finishedAt: Date | null;
};

const LISTED = 20;

/** The last 20, newest first; of one model where it is named. One range of an index. */
export async function readReprices(
  ctx: ReadCtx,
  { model, id }: { model?: string; id?: string } = {},
): Promise<RepriceState[]> {
  const rows = await ctx.db
    .select()
    .from(eventReprice)
    .where(
      and(
        eq(eventReprice.slot, slotOf(ctx.project)),
        model === undefined ? undefined : eq(eventReprice.model, model),
        id === undefined ? undefined : eq(eventReprice.id, id),
      ),
    )
    .orderBy(desc(eventReprice.createdAt))
    .limit(LISTED);
  return rows.map((row) => {
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
      startedBy: row.actor.name,
      startedAt: row.createdAt,
      finishedAt: row.finishedAt,
    };
  });
}
