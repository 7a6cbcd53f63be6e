import { dateOf } from '#server/cost/domain/date-of.ts';
import { focusCsv } from '#server/cost/domain/invoice/focus-csv.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { readLedger } from './read-ledger.ts';

const DAYS_MAX = 366;

/** Calendar days (UTC); `to` is the first day after them. */
export type ExportRange = { from?: string; to?: string };

/**
 * The ledger of days as FOCUS 1.4 CSV; without days, the last whole month. At most 366 days, so a row for each of them, model
 * and meter. 422 for an empty or longer range. Reads as `readLedger` does.
 */
export async function exportFocus(
  ctx: Ctx,
  range: ExportRange,
): Promise<{ name: string; csv: string; unpricedRequests: number }> {
  const now = ctx.clock.now();
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const days = {
    from: dayOf(range.from, Date.UTC(year, month - 1, 1)),
    to: dayOf(range.to, Date.UTC(year, month, 1)),
  };
  if (days.to <= days.from) throw invalid('/to', 'invalid_range', 'to must be later than from.');
  if (days.to - days.from > DAYS_MAX)
    throw invalid('/to', 'range_too_long', `At most ${DAYS_MAX} days. Export shorter periods one by one.`);
  const { lines, counts, unpricedRequests } = await readLedger(ctx, days, () => true);
  return {
    name: `focus-${ctx.project.name}-${dateOf(days.from)}-${dateOf(days.to)}.csv`,
    csv: focusCsv(ctx.project.name, lines, counts),
    unpricedRequests,
  };
}

const dayOf = (date: string | undefined, otherwiseMs: number): number =>
  Math.floor((date === undefined ? otherwiseMs : Date.parse(date)) / DAY_MS);
