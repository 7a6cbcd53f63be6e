import canonicalize from 'canonicalize';

/** What of an audit row its `mac` covers: every column but `mac` itself. */
export type ChainedRow = {
  projectId: number;
  seq: number;
  at: Date;
  actor: unknown;
  action: string;
  objectKind: string;
  objectId: string;
  requestId: string | null;
  ip: string | null;
  detail: unknown;
  prev: string;
};

/** `prev` of the first row of every chain. */
export const CHAIN_START = '';

/**
 * The text that is authenticated: RFC 8785 canonical JSON of the row, then the `mac` before it. Canonical, so that a
 * row read back from `jsonb`, which forgets the order of keys, gives the same text.
 */
export function chainText(row: ChainedRow): string {
  const { prev, at, ...rest } = row;
  const text = canonicalize({ ...rest, at: at.toISOString() });
  if (text === undefined) throw new Error('An audit row is always an object.');
  return `${text}\n${prev}`;
}

/** Drops what JSON cannot hold (undefined, dates as text), so that what is stored equals what is authenticated. */
export function asStored(detail: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(detail)) as Record<string, unknown>;
}
