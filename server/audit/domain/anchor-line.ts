import canonicalize from 'canonicalize';

/** The head of a chain when it was noted. Project 0 is the installation. */
export type NotedHead = {
  project: number;
  seq: number;
  mac: string;
  /** Only where a restore was accepted: the last noted row that is still in the chain. Those after it were given up. */
  heldTo?: number;
};

/**
 * One line of the file of anchors. `heads`: the heads of the chains that have grown. `accepted`: an operator accepted
 * that the database was restored on purpose, and from here on the chains in `heads` count.
 */
export type AnchorLine = {
  /** The id of the file. */
  series: string;
  /** 1, 2, 3 … in its series. */
  n: number;
  /** ISO 8601. */
  at: string;
  kind: 'heads' | 'accepted';
  heads: NotedHead[];
  /** Why a restore was accepted. */
  reason?: string;
  /** `mac` of the line before; '' in the first. */
  prev: string;
  /** HMAC of all other fields. */
  mac: string;
};

/** The line of a file of anchors that was read last. */
export type AnchorState = { series: string; n: number; mac: string };

/** The text that the `mac` of a line authenticates: RFC 8785 canonical JSON of its other fields. */
export function anchorText({ mac: _, ...rest }: AnchorLine | (Omit<AnchorLine, 'mac'> & { mac?: undefined })): string {
  const text = canonicalize(rest);
  if (text === undefined) throw new Error('A line of anchors is always an object.');
  return `anchor\n${text}`;
}

/** Whether `line` may follow `before` (null: nothing before it) and is signed as `expected`. */
export function followsAnchor(before: AnchorState | null, line: AnchorLine, expected: string): boolean {
  if (line.mac !== expected) return false;
  if (before === null) return line.n === 1 && line.prev === '';
  return line.series === before.series && line.n === before.n + 1 && line.prev === before.mac;
}

/** `value` as a line, or null where it does not have the shape of one. */
export function anchorLine(value: unknown): AnchorLine | null {
  if (!isObject(value)) return null;
  const { series, n, at, kind, heads, reason, prev, mac } = value;
  const texts = [series, at, prev, mac].every((it) => typeof it === 'string');
  if (!texts || !isCount(n) || (kind !== 'heads' && kind !== 'accepted')) return null;
  if (reason !== undefined && typeof reason !== 'string') return null;
  return Array.isArray(heads) && heads.every(isHead) ? (value as AnchorLine) : null;
}

const isHead = (value: unknown): boolean =>
  isObject(value) &&
  isCount(value.project) &&
  isCount(value.seq) &&
  typeof value.mac === 'string' &&
  (value.heldTo === undefined || isCount(value.heldTo));

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
