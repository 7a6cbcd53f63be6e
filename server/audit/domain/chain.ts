import canonicalize from 'canonicalize';

/** The columns of an audit row that its `mac` covers: all but `mac` itself. */
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
 * The text that is authenticated: RFC 8785 canonical JSON of the row, then the `mac` before it. Canonical, because
 * `jsonb` does not keep the order of keys, and a row that is read back must give the same text.
 */
export function chainText(row: ChainedRow): string {
  const { prev, at, ...rest } = row;
  const text = canonicalize({ ...rest, at: at.toISOString() });
  if (text === undefined) throw new Error('An audit row is always an object.');
  return `${text}\n${prev}`;
}

/**
 * `detail` as JSON can represent it (without undefined, dates as text), so that the stored value is the authenticated
 * one.
 */
export function asStored(detail: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(detail)) as Record<string, unknown>;
}
