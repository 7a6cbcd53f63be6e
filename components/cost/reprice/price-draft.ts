import { CATALOGUES } from '#server/models/catalogues/domain/catalogue.ts';
import { mergeRows } from '#server/models/prices/domain/merge-rows.ts';
import { type GivenRow, type PriceEntry, readEntries } from '#server/models/prices/domain/read-entries.ts';
import { type WrittenRow, writtenRow } from '#server/models/prices/domain/row-entry.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';

/** A row that is added (`known` null), corrected or withdrawn; nothing is written until it is applied. */
export type PriceChange = { id: string; known: WrittenRow | null; row: WrittenRow };

/** The fields of a row's form, as texts. */
export type RowValues = Record<(typeof ROW_FIELDS)[number], string>;
export const ROW_FIELDS = [
  'meter',
  'amount',
  'per',
  'effective_from',
  'effective_to',
  'service_tier',
  'region',
  'speed',
  'cache_ttl',
  'input_tokens_gte',
  'source_url',
] as const;

/** The identity of a row within its model, as the server has it. */
export const keyOf = ({ meter, effective_from: from, when }: WrittenRow): string => JSON.stringify([meter, from, when]);

/** A meter as an invoice is compared by it, and a day (UTC) on which it was charged. */
export type AskedRow = { meter: string; day: string };

/**
 * The row that prices a meter on a day where no condition is known: the one of the fewest conditions, of those the newest.
 * Null: none holds then, as for the meter of a whole model.
 */
export function rowInForce(prices: readonly WrittenRow[], { meter, day }: AskedRow): WrittenRow | null {
  const start = Date.parse(day);
  const conditions = ({ when }: WrittenRow) => Object.keys(when).length;
  const holding = prices.filter(
    (row) =>
      (row.meter === meter || `${row.meter}:${row.when.cache_ttl}` === meter) &&
      row.state === 'listed' &&
      Date.parse(row.effective_from) < start + DAY_MS &&
      (row.effective_to === null || Date.parse(row.effective_to) > start),
  );
  const [first] = holding.toSorted(
    (a, b) => conditions(a) - conditions(b) || Date.parse(b.effective_from) - Date.parse(a.effective_from),
  );
  return first ?? null;
}

/**
 * The texts that a form begins with: of a row, or of a new one that takes effect on a day. A catalogue is left out as the
 * source: its next import would take a corrected row for its own, and write over it.
 */
export function valuesOf(row: WrittenRow | null, today: string): RowValues {
  const when = row?.when ?? {};
  return {
    meter: row?.meter ?? 'tokens_in',
    amount: row?.amount ?? '',
    per: String(row?.per ?? 1_000_000),
    effective_from: row === null ? today : timeText(row.effective_from),
    effective_to: row?.effective_to == null ? '' : timeText(row.effective_to),
    service_tier: when.service_tier ?? '',
    region: when.region ?? '',
    speed: when.speed ?? '',
    cache_ttl: when.cache_ttl ?? '',
    input_tokens_gte: String(when.input_tokens_gte ?? ''),
    source_url: isCatalogue(row?.source_url) ? '' : (row?.source_url ?? ''),
  };
}

const isCatalogue = (source: string | null | undefined): boolean =>
  Object.values(CATALOGUES).some(({ url }) => url === source);

/** `2026-05-01` for midnight UTC, else the whole time. */
export const timeText = (iso: string): string => iso.replace(/T00:00:00(\.000)?Z$/, '');

/** The row that the texts of a form describe, or what is wrong with them by field. `known`: the row that it corrects. */
export function rowOf(
  values: RowValues,
  known: WrittenRow | null,
): { row: WrittenRow; problems?: undefined } | { row?: undefined; problems: Partial<RowValues> } {
  const text = (field: keyof RowValues) => values[field].trim() || null;
  const entry: PriceEntry = {
    meter: values.meter,
    amount: values.amount.trim(),
    per: Number(values.per),
    effective_from: values.effective_from.trim(),
    effective_to: text('effective_to'),
    when: {
      service_tier: text('service_tier'),
      region: text('region'),
      speed: text('speed'),
      cache_ttl: text('cache_ttl'),
      input_tokens_gte: text('input_tokens_gte') === null ? null : Number(values.input_tokens_gte),
      hours: known?.when.hours ?? null,
    },
    source_url: text('source_url'),
    state: known?.state ?? 'listed',
  };
  const { given, problems } = readEntries([entry], () => 'draft');
  const [first] = given;
  if (first === undefined) {
    return { problems: Object.fromEntries(problems.map(({ path, message }) => [path.split('/').at(-1), message])) };
  }
  return { row: writtenAgain(first) };
}

const writtenAgain = ({ row }: GivenRow): WrittenRow => ({ ...writtenRow(row), checked_at: null });

/** The rows to send: a row of another beginning or other conditions replaces the known one, which is withdrawn. */
export const entriesOf = (changes: readonly PriceChange[]) =>
  changes
    .flatMap(({ known, row }) =>
      known === null || keyOf(known) === keyOf(row) ? [row] : [{ ...known, state: 'withdrawn' as const }, row],
    )
    .map(sent);

const sent = ({ when: { hours, ...when }, ...row }: WrittenRow) => ({
  ...row,
  when: { ...when, hours: hours && { ...hours, days: [...hours.days] } },
});

/** Why the rows cannot be written beside those of the model: two that hold at one time, or too many. */
export function problemsOf(prices: readonly WrittenRow[], changes: readonly PriceChange[]): string[] {
  const known = readEntries(prices, () => 'known').given.map(({ row }) => row);
  const { given, problems } = readEntries(entriesOf(changes), () => 'draft');
  const merged = problems.length > 0 ? problems : mergeRows(known, given).problems;
  return [...new Set(merged.map(({ message }) => message))];
}

/** What is done with a row, in one word. */
export function changeWord({ known, row }: PriceChange): 'added' | 'withdrawn' | 'corrected' | 'listed again' {
  if (known === null) return 'added';
  if (row.state === 'withdrawn') return 'withdrawn';
  return known.state === 'withdrawn' ? 'listed again' : 'corrected';
}
