import { type PriceRowEntry, type Problem, readPriceRow } from './check-price-row.ts';
import { type OldPriceEntry, rowsOfOldPrice } from './old-price.ts';
import type { PriceRow } from './price-row.ts';

/** One element of `prices[]`: a row, or four numbers. */
export type PriceEntry = PriceRowEntry | OldPriceEntry;
/** A row and the element of the body that it comes from, as a JSON pointer. */
export type GivenRow = { row: PriceRow; path: string };

/** The number of an old price that each of its rows is made from; a problem of the row's amount is reported there. */
const OLD_FIELDS = ['input_per_mtok', 'output_per_mtok', 'cached_input_per_mtok', 'cache_write_per_mtok'] as const;

/** The rows of `prices[]`, and all that is wrong with them one by one. Between rows: `mergeRows`. */
export function readEntries(
  entries: readonly PriceEntry[],
  newId: () => string,
): { given: GivenRow[]; problems: Problem[] } {
  const given: GivenRow[] = [];
  const problems: Problem[] = [];
  const read = (entry: PriceRowEntry, path: string, renamed: (problem: Problem) => Problem) => {
    const { row, problems: wrong } = readPriceRow(entry, path, newId());
    if (row) given.push({ row, path });
    else problems.push(...wrong.map(renamed));
  };
  entries.forEach((entry, i) => {
    const path = `/prices/${i}`;
    if ('meter' in entry) read(entry, path, (problem) => problem);
    else {
      rowsOfOldPrice(entry).forEach((row, at) => {
        read(row, path, (problem) =>
          problem.path === `${path}/amount` ? { ...problem, path: `${path}/${OLD_FIELDS[at]}` } : problem,
        );
      });
    }
  });
  return { given, problems };
}
