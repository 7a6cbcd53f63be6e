/**
 * What is wrong with a chain, and where it begins to be. `notedAt`: when the row was noted outside of the database that
 * shows it, ISO 8601.
 */
export type ChainBreak = {
  kind: 'altered' | 'missing' | 'truncated' | 'anchor_mismatch';
  seq: number;
  notedAt?: string;
};

/** What is wrong with a row, to follow its number: the same words on the page, on the command line and in a refusal. */
export const BREAKS: Record<ChainBreak['kind'], string> = {
  altered: 'was altered',
  missing: 'does not follow from the row before it: rows were taken out, put in or moved',
  truncated: 'and later rows were cut off, or an older database was restored',
  anchor_mismatch:
    'is not the one that was noted outside of the database: rows before it were cut off and written anew',
};

export type ChainState = { seq: number; mac: string };

export type CheckedRow = {
  seq: number;
  prev: string;
  mac: string;
  /** The mac that the row should have, computed anew. */
  expected: string;
};

/**
 * Follows one row. `missing`: its number does not come next, or it does not stand on the row before (rows were taken
 * out, put in, or changed places). `altered`: its content is not what was signed.
 */
export function followRow(before: ChainState, row: CheckedRow): ChainState | ChainBreak {
  if (row.seq !== before.seq + 1) return { kind: 'missing', seq: before.seq + 1 };
  if (row.expected !== row.mac) return { kind: 'altered', seq: row.seq };
  if (row.prev !== before.mac) return { kind: 'missing', seq: row.seq };
  return { seq: row.seq, mac: row.mac };
}

/** Holds the end of the rows against one that was noted: rows that it knows and that are gone were cut off. */
export function followHead(end: ChainState, noted: ChainState & { at?: string }): ChainBreak | null {
  if (end.seq >= noted.seq) return null;
  return { kind: 'truncated', seq: end.seq + 1, ...(noted.at === undefined ? {} : { notedAt: noted.at }) };
}
