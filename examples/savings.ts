/**
 * Savings on recorded data, through the public HTTP API only: the 14,042 MMLU questions that two models answered
 * (RouteLLM), and the arrivals of a production service (Azure 2023, CC-BY 4.0) with ten prompts of 1,024 fixed tokens,
 * because the trace names none. Prints what the report found; exit 1 where it differs from what the files say.
 * `EXAMPLE_ROWS`: only so many rows of each file.
 */
import { openApi, until } from './lib/api.ts';
import { dataFile } from './lib/data.ts';
import { ensureProject, personKey, projectName, url } from './lib/keys.ts';
import { loadAnswers } from './savings/answers.ts';
import { loadArrivals } from './savings/arrivals.ts';
import { printReport, type Report } from './savings/report.ts';

const rowsMax = Number(process.env.EXAMPLE_ROWS ?? Number.POSITIVE_INFINITY);
const [answers, arrivals] = [dataFile('routellm-mmlu.csv'), dataFile('azure-llm-conv-2023.csv')];
const project = projectName();
ensureProject(project);
const ruta = { email: 'ruta@example.test', name: 'Ruta', role: 'admin' };
const scopes = ['ingest', 'read', 'registry', 'evals', 'admin'];
const api = openApi(url(), personKey('SWITCHYARD_API_KEY', ruta, scopes, project));

const pairs = await loadAnswers(api, answers, rowsMax);
console.log(`${pairs} questions that both models answered`);
const sent = await loadArrivals(api, arrivals, rowsMax);
console.log(`${sent.requests} requests, ${sent.long} of them with at least 1,024 tokens`);

await api.send('POST', '/api/v1/cost/savings', {});
const report = await until<Report>(
  'the savings report',
  () => api.get('/api/v1/cost/savings'),
  ({ status }) => status === 'done' || status === 'failed',
  120,
);
process.exitCode = printReport(report, { pairs, ...sent }) ? 0 : 1;
