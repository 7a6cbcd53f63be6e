/**
 * What is wrong with a chain, and the first row that is. `notedAt`: the time of the anchor that shows it, ISO 8601.
 */
export type ChainBreak = {
  kind: 'altered' | 'missing' | 'truncated' | 'anchor_mismatch';
  seq: number;
  notedAt?: string;
};

/** What is wrong with a row, to follow `Row N`: the same words on the page, on the command line and in a refusal. */
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
 * Checks one row and returns the chain's new head, or what is wrong. `missing`: its number is not the next one, or its
 * `prev` is not the mac of the row before (rows were deleted, inserted or swapped). `altered`: its content is not what
 * was signed.
 */
export function followRow(before: ChainState, row: CheckedRow): ChainState | ChainBreak {
  if (row.seq !== before.seq + 1) return { kind: 'missing', seq: before.seq + 1 };
  if (row.expected !== row.mac) return { kind: 'altered', seq: row.seq };
  if (row.prev !== before.mac) return { kind: 'missing', seq: row.seq };
  return { seq: row.seq, mac: row.mac };
}

/** Compares the last row with a noted head: `truncated` where rows up to that head are missing, else null. */
export function followHead(end: ChainState, noted: ChainState & { at?: string }): ChainBreak | null {
  if (end.seq >= noted.seq) return null;
  return { kind: 'truncated', seq: end.seq + 1, ...(noted.at === undefined ? {} : { notedAt: noted.at }) };
}
