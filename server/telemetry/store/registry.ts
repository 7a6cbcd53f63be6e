import type { Sql } from '#db/client.ts';
import { type CompiledPrices, compilePrices } from '#server/models/prices/domain/compile-prices.ts';
import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { priceRowOf } from '#server/models/prices/stored-rows.ts';

/** The prices of a model, also made ready to price events. */
export type ModelPrices = { rows: readonly PriceRow[]; price: CompiledPrices };
/** What ingest needs of the model registry: the provider of a bare id, and the prices of a model; null without any. */
type RegistryEntry = { provider: string; prices: ModelPrices | null; stored: string | null };
export type Registry = ReturnType<typeof makeRegistry>;

/** Longest age of a cached entry. A model that is not cached is always read. */
const FRESH_MS = 1000;

/** `prices`: the rows as JSON text, by which it is seen whether they changed. */
type Row = { provider: string; model: string; prices: string | null };

type Stored = Parameters<typeof priceRowOf>[0];
type StoredJson = Omit<Stored, 'effectiveFrom' | 'effectiveTo'> & { effectiveFrom: string; effectiveTo: string | null };

type CachedModels = { byId: Map<string, RegistryEntry[]>; readAt: Map<string, number> };

/** Models and prices as ingest needs them, by project; read again when older than a second. */
export function makeRegistry(sql: Sql) {
  const byProject = new Map<number, CachedModels>();

  async function read(projectId: number, cached: CachedModels, ids: readonly string[], now: number): Promise<void> {
    const rows = await sql<Row[]>`
      select m.provider, m.model_id as model, (
        select json_agg(json_build_object('id', p.id, 'meter', p.meter, 'per', p.per, 'amount', p.amount::text,
          'currency', p.currency, 'effectiveFrom', p.effective_from, 'effectiveTo', p.effective_to,
          'conditions', p.conditions, 'state', p.state, 'sourceUrl', null, 'checkedAt', null) order by p.id)::text
        from model_price_row p where p.model_pk = m.id) as prices
      from model m where m.project_id = ${projectId} and m.model_id = any(${[...ids]})`;
    const ofId = Map.groupBy(rows, (row) => row.model);
    for (const id of ids) {
      cached.readAt.set(id, now);
      const known = cached.byId.get(id) ?? [];
      cached.byId.set(
        id,
        (ofId.get(id) ?? []).map((row) => known.find((entry) => isSame(entry, row)) ?? entryOf(row)),
      );
    }
  }

  /**
   * Makes sure that the entries of these bare ids are in memory and at most a second old (`now` in ms); an unknown id
   * is read each time. One index lookup an id.
   */
  async function load(projectId: number, ids: Iterable<string>, now: number): Promise<void> {
    const cached = byProject.get(projectId) ?? { byId: new Map(), readAt: new Map() };
    byProject.set(projectId, cached);
    const stale = [...new Set(ids)].filter((id) => {
      const readAt = cached.readAt.get(id);
      return readAt === undefined || Math.abs(now - readAt) >= FRESH_MS || cached.byId.get(id)?.length === 0;
    });
    if (stale.length > 0) await read(projectId, cached, stale, now);
  }

  /** Entries with this bare id, one a provider; after `load`. */
  function entries(projectId: number, id: string): readonly RegistryEntry[] {
    return byProject.get(projectId)?.byId.get(id) ?? [];
  }

  return {
    load,
    /** The provider of a bare id that only one provider has. */
    providerOf(projectId: number, id: string): string | null {
      const found = entries(projectId, id);
      return found.length === 1 ? (found[0]?.provider ?? null) : null;
    },
    has: (projectId: number, provider: string, id: string): boolean =>
      entries(projectId, id).some((entry) => entry.provider === provider),
    /** Null where the model is not registered, or has no prices. */
    pricesOf(projectId: number, provider: string, id: string): ModelPrices | null {
      return entries(projectId, id).find((entry) => entry.provider === provider)?.prices ?? null;
    },
  };
}

const isSame = (entry: RegistryEntry, row: Row): boolean =>
  entry.provider === row.provider && entry.stored === row.prices;

function entryOf({ provider, prices }: Row): RegistryEntry {
  if (prices === null) return { provider, prices: null, stored: null };
  const rows = (JSON.parse(prices) as StoredJson[]).map((row) =>
    priceRowOf({
      ...row,
      effectiveFrom: new Date(row.effectiveFrom),
      effectiveTo: row.effectiveTo === null ? null : new Date(row.effectiveTo),
    }),
  );
  return { provider, prices: { rows, price: compilePrices(rows) }, stored: prices };
}
