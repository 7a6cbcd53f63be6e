import { describe, expect, it } from 'vitest';
import { startSystem } from '#test/harness/system.ts';
import { EVENT_COPY } from './event-columns.ts';
import { ROLLUP_COPY } from './rollup-row.ts';

const columnsOf = (copy: string): string[] =>
  copy
    .slice(copy.indexOf('(') + 1, -1)
    .split(', ')
    .sort();

describe('the declared columns', () => {
  it.each([
    ['event', EVENT_COPY],
    ['rollup', ROLLUP_COPY],
  ])('of %s are those of the table, each once', async (table, copy) => {
    await using system = await startSystem();
    const rows = await system.services.sql<{ name: string }[]>`
      select column_name as name from information_schema.columns where table_name = ${table}`;
    expect(columnsOf(copy)).toEqual(rows.map(({ name }) => name).sort());
  });
});
