import type { Ctx } from '#server/platform/context.ts';
import { partsOfModel } from '#server/telemetry/event/domain/model-name.ts';
import { COST_ONLY, FAILURES_ONLY } from '#server/telemetry/rollup/rollup-row.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { costOf } from './domain/metric.ts';
import type { Window } from './domain/range.ts';
import { sumCells } from './domain/totals.ts';
import { type Dirty, readCells } from './read-cells.ts';
import type { ResolvedFilter } from './resolve-filter.ts';

/** Bands of a stack: more than five colours cannot be distinguished, so the rest is one band. */
const BANDS = 5;
const OTHER = 'other';

export type CodeBand = { code: string; values: number[]; total: number };
export type ModelBand = { provider: string; model: string; values: (number | null)[]; total: number | null };

/** Failures by error code, the largest first, then `other`; failures without a code are `unknown`. */
export async function readErrorCodes(
  ctx: Ctx,
  { filter, window, dirty }: { filter: ResolvedFilter; window: Window; dirty: Dirty },
): Promise<CodeBand[]> {
  const asked = { ...window, filter, dirty, columns: FAILURES_ONLY };
  const { groups } = await readCells(ctx, { ...asked, groupBy: ['error_code'], failures: true });
  const names = await storeOf(ctx).names.texts(
    slotOf(ctx.project),
    'error_code',
    groups.map(({ dims }) => dims.errorCode),
  );
  const bands = groups.map(({ dims, cells }): CodeBand => {
    const values = window.starts.map((start) => cells.get(start)?.errors ?? 0);
    return { code: names.get(dims.errorCode) ?? 'unknown', values, total: sum(values) };
  });
  bands.sort((a, b) => b.total - a.total || a.code.localeCompare(b.code));
  return foldRest(bands, (rest) => {
    const values = window.starts.map((_, i) => sum(rest.map((band) => band.values[i] ?? 0)));
    return { code: OTHER, values, total: sum(values) };
  });
}

/** Dollars by model, the dearest first, then `other`. */
export async function readCostByModel(
  ctx: Ctx,
  { filter, window, dirty }: { filter: ResolvedFilter; window: Window; dirty: Dirty },
): Promise<ModelBand[]> {
  const { groups } = await readCells(ctx, { ...window, filter, dirty, columns: COST_ONLY, groupBy: ['model'] });
  const names = await storeOf(ctx).names.texts(
    slotOf(ctx.project),
    'model',
    groups.map(({ dims }) => dims.model),
  );
  const bands = groups.map(({ dims, cells }): ModelBand => {
    const values = window.starts.map((start) => {
      const cell = cells.get(start);
      return cell ? costOf(cell) : null;
    });
    return { ...partsOfModel(names.get(dims.model) ?? ''), values, total: costOf(sumCells(cells.values())) };
  });
  bands.sort((a, b) => (b.total ?? -1) - (a.total ?? -1) || a.model.localeCompare(b.model));
  return foldRest(bands, (rest) => {
    const values = window.starts.map((_, i) => sumKnown(rest.map((band) => band.values[i] ?? null)));
    return { provider: '', model: OTHER, values, total: sumKnown(rest.map((band) => band.total)) };
  });
}

function foldRest<T>(bands: readonly T[], fold: (rest: readonly T[]) => T): T[] {
  if (bands.length <= BANDS + 1) return [...bands];
  return [...bands.slice(0, BANDS), fold(bands.slice(BANDS))];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const sumKnown = (values: readonly (number | null)[]): number | null =>
  values.reduce((total, value) => (value === null ? total : (total ?? 0) + value), null as number | null);
