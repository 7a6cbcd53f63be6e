import { type Problem, readPriceRow } from '#server/models/prices/domain/check-price-row.ts';
import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { scopeOf } from '#server/models/prices/domain/specificity.ts';
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
function inForceFrom(listed: readonly Listed[], fromMs: number): readonly Listed[] {
  if (listed.every(({ from, to }) => from === null && to === undefined)) return listed;
  const all = listed.map((one) => ({
    one,
    key: JSON.stringify([one.meter, one.when]),
    start: one.from === null ? Number.NEGATIVE_INFINITY : Date.parse(one.from),
  }));
  return all.flatMap(({ one, key, start }) => {
    if (one.to !== undefined && Date.parse(one.to) <= fromMs) return [];
    const isReplaced = all.some((other) => other.key === key && other.start > start && other.start <= fromMs);
    return start > fromMs || !isReplaced ? [one] : [];
  });
}

/** Drops a row that repeats another under a second name of its field, with the same price. */
function withoutTwins(rows: readonly PriceRow[]): PriceRow[] {
  const seen = new Map<string, PriceRow>();
  return rows.filter((row) => {
    const key = `${row.meter} ${row.effectiveFromMs} ${scopeOf(row.when).key}`;
    const twin = seen.get(key);
    if (twin === undefined) seen.set(key, row);
    return twin === undefined || twin.per !== row.per || twin.amountPico !== row.amountPico;
  });
}
