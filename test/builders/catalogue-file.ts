import { expect } from 'vitest';
import type { CatalogueModel, FileSource } from '#server/models/catalogues/domain/catalogue.ts';
import { isFormat, readFormat } from '#server/models/catalogues/domain/formats.ts';
import { rowsOfListed } from '#server/models/catalogues/domain/rows-of-listed.ts';
import { formatAmount } from '#server/models/prices/domain/amount.ts';
import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { conditionsText } from '#server/models/prices/domain/row-entry.ts';
import { tiesOf } from '#server/models/prices/domain/ties.ts';

/** When the files of tests are read. */
export const READ_AT = '2026-11-27T04:00:00.000Z';

/** The models of a file, whose format is recognised. */
export function modelsOfFile(source: FileSource, body: unknown): CatalogueModel[] {
  expect(isFormat(source, body)).toBe(true);
  return readFormat(source, body);
}

/** The price rows of the first model of a file: none of its prices is wrong, and no two of them tie. */
export function rowsOfFile(source: FileSource, body: unknown): PriceRow[] {
  const [model] = modelsOfFile(source, body);
  const at = { source, from: READ_AT, readOn: null, nowMs: Date.parse(READ_AT) };
  const { rows, problems } = rowsOfListed(model?.listed ?? [], at, () => '');
  expect([problems, tiesOf(rows)]).toEqual([[], []]);
  return rows;
}

/** `meter amount/per (conditions)` of each row. */
export const rowTexts = (rows: readonly PriceRow[]): string[] =>
  rows.map(({ meter, amountPico, per, when }) => {
    const only = conditionsText(when);
    return `${meter} ${formatAmount(amountPico)}/${per}${only === '' ? '' : ` (${only})`}`;
  });
