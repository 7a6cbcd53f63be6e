import type { Sql } from '#db/client.ts';

/** What this process was sent since it started, for `GET /metrics`: accepted + duplicates + rejected = received. */
export type IngestCounts = { received: number; accepted: number; duplicates: number; rejected: Map<string, number> };

const byPool = new WeakMap<Sql, IngestCounts>();

/** What became of the events sent to this process since it started: one count a pool of connections. */
export function ingestCounts({ sql }: { sql: Sql }): IngestCounts {
  const counts = byPool.get(sql) ?? { received: 0, accepted: 0, duplicates: 0, rejected: new Map() };
  byPool.set(sql, counts);
  return counts;
}

/** Adds a response. Rejects are counted by code; the set of codes is fixed and small. */
export function countReceived(
  services: { sql: Sql },
  response: { accepted: number; duplicates: number; results: readonly { status: number; code?: string }[] },
): void {
  const counts = ingestCounts(services);
  counts.received += response.results.length;
  counts.accepted += response.accepted;
  counts.duplicates += response.duplicates;
  for (const { status, code } of response.results) {
    if (status === 422 && code) counts.rejected.set(code, (counts.rejected.get(code) ?? 0) + 1);
  }
}
