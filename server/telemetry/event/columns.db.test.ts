import { describe, expect, it } from 'vitest';
import { ROLLUP_COPY } from '#server/telemetry/rollup/rollup-row.ts';
import { startSystem } from '#test/harness/system.ts';
import { COLUMN_FIELDS } from './domain/event-fields.ts';
import { EVENT_COPY } from './event-columns.ts';

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

  it('of fields that are stored as they were sent have the types of the table', async () => {
    await using system = await startSystem();
    const rows = await system.services.sql<{ name: string; type: string }[]>`
      select column_name as name, udt_name as type from information_schema.columns where table_name = 'event'`;
    const types = Object.fromEntries(rows.map(({ name, type }) => [name, type]));
    const said = Object.fromEntries(COLUMN_FIELDS.map(({ columnName, column }) => [columnName, column]));
    expect(types).toMatchObject(said);
  });
});

describe('a measure that has a line in the table of fields', () => {
  it('is accepted, stored, listed and returned under its name', async () => {
    await using system = await startSystem();
    const key = await system.key();
    const event = { id: 'e1', at: new Date().toISOString(), model: 'openai/gpt-4', tokens_cache_write: 512 };
    const sent = await system.api('POST', '/api/v1/events', { key, body: { events: [event] } });
    expect(sent.body).toMatchObject({ accepted: 1, rejected: 0 });
    const list = await system.api('GET', '/api/v1/events?id=e1', { key });
    expect(list.body.data).toMatchObject([{ id: 'e1', tokens_cache_write: 512, tokens_cached: null }]);
    const wrong = { ...event, id: 'e2', tokens_cache_write: -1 };
    const refused = await system.api('POST', '/api/v1/events', { key, body: { events: [wrong] } });
    expect(refused.body.results[0]).toMatchObject({ status: 422, path: '/tokens_cache_write' });
  });
});
