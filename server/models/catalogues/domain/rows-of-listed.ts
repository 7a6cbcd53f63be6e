import { type Problem, readPriceRow } from '#server/models/prices/domain/check-price-row.ts';
import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { pointerTo } from '#server/platform/pure/pointer.ts';
import { CATALOGUES, type Listed, type Source, type Unread } from './catalogue.ts';
import { completeRows } from './complete-rows.ts';

export type ListedAt = {
  source: Source;
  /** The beginning of prices that the catalogue does not date; also of those that began before. RFC 3339 or a day. */
  from: string;
  /** When the catalogue was read, RFC 3339 or a day. */
  readOn: string | null;
  /** Prices that begin after this are `announced`. */
  nowMs: number;
};

/**
 * The price rows of what a catalogue states of one model, with those that decide between two of them (`completeRows`).
 * A price that has ended before `from` is left out. Problems are at the field of the file.
 */
export function rowsOfListed(
  listed: readonly Listed[],
  { source, from, readOn, nowMs }: ListedAt,
  newId: () => string,
): { rows: PriceRow[]; problems: Problem[]; assumed: Unread[] } {
  const problems: Problem[] = [];
  const rows: PriceRow[] = [];
  const fromMs = Date.parse(from);
  for (const one of inForceFrom(listed, fromMs)) {
    const isLater = one.from !== null && Date.parse(one.from) > fromMs;
    const effective = isLater ? (one.from as string) : from;
    const entry = {
      ...{ meter: one.meter, per: one.per, amount: one.amount, when: one.when ?? {} },
      ...{ effective_from: effective, effective_to: one.to ?? null },
      ...{ source_url: CATALOGUES[source].url, checked_at: readOn },
      state: Date.parse(effective) > nowMs ? 'announced' : 'listed',
    };
    const { row, problems: wrong } = readPriceRow(entry, pointerTo('', one.field), newId());
    if (row) rows.push(row);
    else problems.push(...wrong.map((problem) => ({ ...problem, path: pointerTo('', one.field) })));
  }
  return { ...completeRows(withoutTwins(rows), newId), problems };
}

/** Of the prices with the same meter and conditions that began before `fromMs` only the last; none that has ended. */
function inForceFrom(listed: readonly Listed[], fromMs: number): Listed[] {
  const startOf = ({ from }: Listed) => (from === null ? Number.NEGATIVE_INFINITY : Date.parse(from));
  return listed.filter((one) => {
    if (one.to !== undefined && Date.parse(one.to) <= fromMs) return false;
    const start = startOf(one);
    if (start > fromMs) return true;
    const key = keyOf(one);
    return !listed.some((other) => keyOf(other) === key && startOf(other) > start && startOf(other) <= fromMs);
  });
}

const keyOf = ({ meter, when }: Listed): string => JSON.stringify([meter, when]);

/** Drops a row that repeats another under a second name of its field, with the same price. */
function withoutTwins(rows: readonly PriceRow[]): PriceRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = JSON.stringify([row.meter, row.when, row.effectiveFromMs, row.per, row.amountPico.toString()]);
    return seen.has(key) ? false : seen.add(key);
  });
}
