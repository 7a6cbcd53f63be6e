import { invalidFields } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { type GivenRow, type PriceEntry, readEntries } from './domain/read-entries.ts';

/** The rows of a body's `prices`. 422 that names every field which is wrong. */
export function readGivenRows(entries: readonly PriceEntry[] | undefined): GivenRow[] {
  const { given, problems } = readEntries(entries ?? [], newId);
  if (problems.length > 0) throw invalidFields(problems);
  return given;
}
