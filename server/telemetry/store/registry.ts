import type { Sql } from '#db/client.ts';
import type { Price } from '#server/telemetry/ingest/domain/price.ts';

/** What ingest needs of the model registry: the provider of a bare id, and the prices of a model over time. */
export type RegistryEntry = { provider: string; model: string; prices: readonly Price[] };
export type Registry = ReturnType<typeof makeRegistry>;

/** Longest age of a cached entry. A model that is not cached is always read. */
const FRESH_MS = 1000;

type Row = {
  provider: string;
  model: string;
  effective_from_ms: number | null;
  input: number | null;
  output: number | null;
  cached: number | null;
};

type CachedModels = { byId: Map<string, RegistryEntry[]>; readAt: Map<string, number> };

/** Models and prices as ingest needs them, by project; read again when older than a second. */
export function makeRegistry(sql: Sql) {
  const byProject = new Map<number, CachedModels>();

  async function read(projectId: number, cached: CachedModels, ids: readonly string[], now: number): Promise<void> {
    const rows = await sql<Row[]>`
      select m.provider, m.model_id as model, extract(epoch from p.effective_from)::float8 * 1000 as effective_from_ms,
        p.input_per_mtok::float8 as input, p.output_per_mtok::float8 as output, p.cached_input_per_mtok::float8 as cached
      from model m left join model_price p on p.model_pk = m.id
      where m.project_id = ${projectId} and m.model_id = any(${[...ids]})`;
    for (const id of ids) {
      cached.readAt.set(id, now);
      cached.byId.set(id, entriesOf(rows.filter((row) => row.model === id)));
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
    pricesOf(projectId: number, provider: string, id: string): readonly Price[] {
      return entries(projectId, id).find((entry) => entry.provider === provider)?.prices ?? [];
    },
  };
}

function entriesOf(rows: readonly Row[]): RegistryEntry[] {
  const byProvider = Map.groupBy(rows, (row) => row.provider);
  return [...byProvider].map(([provider, ofOne]) => ({
    provider,
    model: ofOne[0]?.model ?? '',
    prices: ofOne.flatMap((row) =>
      row.effective_from_ms === null || row.input === null || row.output === null
        ? []
        : [
            {
              effectiveFromMs: row.effective_from_ms,
              inputPerMtok: row.input,
              outputPerMtok: row.output,
              cachedInputPerMtok: row.cached,
            },
          ],
    ),
  }));
}
