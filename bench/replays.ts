/**
 * Claim: the monitors find the replayed public incidents and the faults of the built-in runbooks, and docs/incidents.md
 * tells what they find, how soon, and what they cannot see.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { told } from '#examples/drills/scenario.ts';
import { replayAll } from '#test/simulations/replays/replay.ts';
import { READING, releaseTable, story, trafficTable } from '#test/simulations/replays/table.ts';

const { traffic, releases } = replayAll();
for (const result of traffic) console.log(`${story(result).join('\n')}\n`);
for (const { scenario } of releases) {
  console.log(`${[`${scenario.name}: ${scenario.what}`, ...told(scenario)].join('\n')}\n`);
}
const tables = [READING, trafficTable(traffic), releaseTable(releases)].join('\n\n');
console.log(tables);
const path = join(import.meta.dirname, '../docs/incidents.md');
const docs = readFileSync(path, 'utf8');
const isSame = docs.includes(tables);
if (!isSame && process.env.REPLAYS_WRITE) {
  writeFileSync(
    path,
    docs.replace(/(<!-- printed by [^\n]*\n)[\s\S]*?(<!-- end -->)/, (_, from, to) => `${from}\n${tables}\n\n${to}`),
  );
  console.log('written to docs/incidents.md');
} else if (!isSame) console.log('docs/incidents.md has other figures');
process.exit(isSame || process.env.REPLAYS_WRITE ? 0 : 1);
