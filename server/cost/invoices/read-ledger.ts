import { type LedgerGroup, type LedgerLine, ledgerLines } from '#server/cost/domain/invoice/ledger-lines.ts';
import { picoOfNano } from '#server/models/prices/domain/amount.ts';
import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { readPrices } from '#server/models/read-prices.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { isWithin } from '#server/telemetry/query/event-ranges.ts';
import { readUseByModel } from '#server/telemetry/query/read-use-by-model.ts';
import { NAME_KINDS } from '#server/telemetry/store/names.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { type Days, readGroups } from './read-groups.ts';

/** What the ledger has of some days, by day, model and meter. */
export type Ledger = {
  lines: LedgerLine[];
  requests: number;
  /** Requests without a known cost: their units are in the lines, and no amount is. */
  unpricedRequests: number;
  /** Requests by day and `provider/id`, those without a known cost apart. */
  counts: { day: number; model: string; requests: number; unpriced: number }[];
  /** Days before this one are read from rollups, which have neither tiers nor regions nor cache writes. */
  rollupsUntil: number;
  rowsOf: (model: string) => readonly PriceRow[];
};

/** Most requests that are added up one by one: some 4 s of one connection. More are read from rollups. */
const REQUESTS_MAX = 2_000_000;

/** The `provider/id` of every model that requests of the project have named, by its number. One index range. */
export async function readModelNumbers(ctx: Ctx): Promise<Map<number, string>> {
  const rows = await ctx.sql<{ id: number; text: string }[]>`
    select id, text from telemetry_name where slot = ${slotOf(ctx.project)} and kind = ${NAME_KINDS.model}`;
  return new Map(rows.map(({ id, text }) => [id, text]));
}

/**
 * The ledger of days for the models that `wanted` accepts. Requests of the days that are kept are added up in Postgres, about
 * 1.5 s a million; older days, and ranges of more than two million requests, come from the rollups.
 */
export async function readLedger(ctx: Ctx, days: Days, wanted: (model: string) => boolean): Promise<Ledger> {
  const models = new Map([...(await readModelNumbers(ctx))].filter(([, model]) => wanted(model)));
  const prices = new Map<string, readonly PriceRow[]>(
    (await readPrices(ctx)).map(({ provider, modelId, rows }) => [`${provider}/${modelId}`, rows]),
  );
  const rowsOf = (model: string): readonly PriceRow[] => prices.get(model) ?? [];
  const rollupsUntil = await firstRawDay(ctx, days);
  const old = rollupsUntil > days.from ? await fromRollups(ctx, { from: days.from, to: rollupsUntil }, models) : [];
  const rows = [...models.values()].flatMap(rowsOf);
  const recent = rollupsUntil < days.to ? await readGroups(ctx, { from: rollupsUntil, to: days.to }, models, rows) : [];
  const groups = [...old, ...recent];
  const counts = new Map<string, Ledger['counts'][number]>();
  for (const { day, model, requests, costKnown } of groups) {
    const key = `${day} ${model}`;
    const count = counts.get(key) ?? { day, model, requests: 0, unpriced: 0 };
    counts.set(key, count);
    count.requests += requests;
    count.unpriced += costKnown ? 0 : requests;
  }
  const all = [...counts.values()];
  return {
    lines: ledgerLines(groups, rowsOf),
    requests: all.reduce((sum, { requests }) => sum + requests, 0),
    unpricedRequests: all.reduce((sum, { unpriced }) => sum + unpriced, 0),
    counts: all,
    rollupsUntil,
    rowsOf,
  };
}

/** The first day whose requests are read one by one; `to` where none is. */
async function firstRawDay(ctx: Ctx, { from, to }: Days): Promise<number> {
  const { rawRetentionDays } = await storeOf(ctx).settings.of(ctx.project.id);
  const oldest = Math.floor(ctx.clock.now().getTime() / DAY_MS) - rawRetentionDays + 1;
  const first = Math.min(to, Math.max(from, oldest));
  if (first === to) return to;
  return (await isWithin(ctx, [{ from: first * DAY_MS, to: to * DAY_MS }], REQUESTS_MAX)) ? first : to;
}

/** Sums of all requests of a day and model; those of unknown cost have the same share of every meter. */
async function fromRollups(ctx: Ctx, days: Days, models: ReadonlyMap<number, string>): Promise<LedgerGroup[]> {
  const names = new Set(models.values());
  const used = (await readUseByModel(ctx, { ...days, filter: {} })) ?? [];
  return used
    .filter(({ model }) => names.has(model))
    .flatMap(({ model, days: each }) =>
      each.flatMap(({ day, requests, known, costNano, tokensIn, tokensOut, tokensCached }) => {
        const of = (share: number, costKnown: boolean): LedgerGroup[] =>
          share === 0
            ? []
            : [
                {
                  ...{ day, model, atMs: day * DAY_MS, serviceTier: null, region: null, inputTokensFrom: 0 },
                  ...{ costKnown, sent: true, requests: share },
                  ...{ tokensReasoning: 0, tokensCacheWrite: 0, written5m: 0, written1h: 0 },
                  tokensIn: part(tokensIn, share, requests),
                  tokensOut: part(tokensOut, share, requests),
                  tokensCached: Math.min(part(tokensCached, share, requests), part(tokensIn, share, requests)),
                  costPico: costKnown ? picoOfNano(costNano) : 0n,
                },
              ];
        return [...of(known, true), ...of(requests - known, false)];
      }),
    );
}

const part = (sum: number, share: number, whole: number): number =>
  share === whole ? sum : Math.round((sum * share) / whole);
