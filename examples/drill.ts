/**
 * `npm run drill -- NAME`: breaks the running demo on purpose, over public HTTP alone, so that people can practise a runbook.
 * The project is marked as simulated. DRILL_MINUTES: how long it lasts, 6 where nothing is said.
 */

import { providerOutage } from './drills/provider-outage.ts';
import { openApi } from './lib/api.ts';
import { ensureProject, personKey, url } from './lib/keys.ts';

const DRILLS = { 'provider-outage': providerOutage };

const PROJECT = process.env.DEMO_PROJECT ?? 'harbour';
const minutes = Number(process.env.DRILL_MINUTES ?? 6);
const tickMs = Number(process.env.DRILL_TICK_MS ?? 5_000);
const name = process.argv[2] ?? '';
const drill = Object.entries(DRILLS).find(([known]) => known === name)?.[1];
if (drill === undefined) {
  console.error(`Usage: npm run drill -- NAME, with one of: ${Object.keys(DRILLS).join(', ')}`);
  process.exit(2);
}
ensureProject(PROJECT, { simulated: true });
const ines = { email: 'ines@harbour.example', name: 'Ines', role: 'admin' };
const key = personKey('DEMO_KEY_INES', ines, ['ingest', 'read', 'registry', 'evals', 'promote', 'admin'], PROJECT);
const web = process.env.SWITCHYARD_WEB_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;
const page = `${web}/p/${PROJECT}/runbooks/${name}`;
await drill(openApi(url(), key), { minutes, tickMs, page, say: (line) => console.log(line) });
