/** Runs the benchmarks one after the other, each in a process of its own: each has the machine's two cores to itself. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureWebBuilt } from '#test/harness/web.ts';

const ALL = [
  'resolve',
  'ingest',
  'monitor',
  'pages',
  'recovery',
  'small-requests',
  'costly-scorers',
  'cost-coverage',
  'cost-outcomes',
  'forecast',
  'prefix-replay',
  'lineage-walk',
  'reprice',
  'savings',
  'catalogue',
  'ledger',
  'monitors',
  'replays',
  'alert-flood',
  'false-alarms',
  'injection',
];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !ALL.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are ${ALL.join(', ')}.`);
  process.exit(2);
}
const chosen = asked.length > 0 ? asked : ALL;
if (chosen.includes('pages') || chosen.includes('recovery') || chosen.includes('catalogue'))
  await ensureWebBuilt((line) => console.error(`${line} …`));

const missed: string[] = [];
for (const name of chosen) {
  const child = spawn(process.execPath, [join(import.meta.dirname, `${name}.ts`)], { stdio: 'inherit' });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) missed.push(name);
}
console.log(missed.length === 0 ? `all ${chosen.length} bars held` : `missed: ${missed.join(', ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
