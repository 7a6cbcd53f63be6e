/** Replays the Azure LLM inference trace 2023 (CC-BY 4.0): arrival times and token counts, shifted to end now. */
import { readFileSync } from 'node:fs';
import { openApi, until } from './lib/api.ts';
import { dataFile } from './lib/data.ts';
import { sendEvents } from './lib/events.ts';
import { ensureProject, personKey, projectName, url } from './lib/keys.ts';

const MODEL = 'azure-conversation-2023';

/** `2023-11-16 18:15:46.6805900` (UTC, 100 ns) → ms since 1970, cut to whole milliseconds. */
const parseTime = (text: string): number => Date.parse(`${text.slice(0, 10)}T${text.slice(11, 23)}Z`);

const rows = readFileSync(dataFile('azure-llm-conv-2023.csv'), 'utf8')
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => {
    const [at = '', context, generated] = line.split(',');
    return { at: parseTime(at), tokensIn: Number(context), tokensOut: Number(generated) };
  });

const project = projectName();
ensureProject(project);
const key = personKey(
  'SWITCHYARD_API_KEY',
  { email: 'ruta@example.test', name: 'Ruta', role: 'admin' },
  ['ingest', 'read'],
  project,
);
const api = openApi(url(), key);

const newest = Math.max(...rows.map((row) => row.at));
const oldest = Math.min(...rows.map((row) => row.at));
const shift = Date.now() - newest;
const run = process.env.EXAMPLE_RUN ?? 'azure-conv-2023';
const events = rows.map((row, index) => ({
  id: `${run}-${index}`,
  at: new Date(row.at + shift).toISOString(),
  model: MODEL,
  provider: 'azure',
  service: 'conversation',
  environment: 'production',
  tokens_in: row.tokensIn,
  tokens_out: row.tokensOut,
}));
const sent = await sendEvents(api, events);

type Series = { series: { points: [string, number | null][] }[] };
const from = new Date(oldest + shift - 60_000).toISOString();
const to = new Date(newest + shift + 60_000).toISOString();
const total = async (metric: string): Promise<number> => {
  const { series } = await api.get<Series>(
    `/api/v1/metrics?metric=${metric}&from=${from}&to=${to}&step=60&model=${MODEL}`,
  );
  return series.flatMap((one) => one.points).reduce((sum, point) => sum + (point[1] ?? 0), 0);
};
const expected = { requests: rows.length, tokens_in: 0, tokens_out: 0 };
for (const row of rows) {
  expected.tokens_in += row.tokensIn;
  expected.tokens_out += row.tokensOut;
}

console.log(`sent ${rows.length} requests: ${sent.accepted} new, ${sent.duplicates} already there`);
// A replay changes nothing, so its sums stand where the first run put them in time, not where this one would have.
if (sent.duplicates > 0) {
  console.log('already loaded: give EXAMPLE_RUN another name to load it again');
  process.exit(0);
}
// The newest minutes are rolled up within seconds.
await until(
  'rolling up',
  () => total('requests'),
  (sum) => sum === rows.length,
  30,
);
let wrong = 0;
for (const [metric, value] of Object.entries(expected)) {
  const measured = await total(metric);
  if (measured !== value) wrong++;
  console.log(
    `${metric.padEnd(11)} ${String(measured).padStart(10)}  file ${String(value).padStart(10)}  ${measured === value ? 'equal' : 'DIFFERENT'}`,
  );
}
process.exitCode = wrong > 0 ? 1 : 0;
