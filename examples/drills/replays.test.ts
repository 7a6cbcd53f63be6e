import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replayAll } from '#test/simulations/replays/replay.ts';
import { READING, releaseTable, trafficTable } from '#test/simulations/replays/table.ts';

const DOCS = readFileSync(join(import.meta.dirname, '../../docs/incidents.md'), 'utf8');

test('docs/incidents.md has the tables that the replays give', { timeout: 120_000 }, () => {
  const { traffic, releases } = replayAll();
  for (const table of [READING, trafficTable(traffic), releaseTable(releases)]) expect(DOCS).toContain(table);
});
