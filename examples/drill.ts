/**
 * `npm run drill -- NAME [--act] [--describe]`: breaks the running demo on purpose, or replays a public incident on it, over public HTTP
 * alone, and tells what the product makes of it. `--describe` only prints what is published and what is assumed. `--act`:
 * the drill takes the fallback itself (provider-outage). The project is marked as simulated. DRILL_MINUTES: how long it lasts.
 */

import { playScenario } from './drills/play-scenario.ts';
import { providerOutage } from './drills/provider-outage.ts';
import { told } from './drills/scenario.ts';
import { SCENARIOS } from './drills/scenarios/all.ts';
import { tryRelease } from './drills/try-release.ts';
import { openApi } from './lib/api.ts';
import { ensureProject, personKey, url } from './lib/keys.ts';

const PROJECT = process.env.DEMO_PROJECT ?? 'harbour';
const tickMs = Number(process.env.DRILL_TICK_MS ?? 5_000);
const minutes = Number(process.env.DRILL_MINUTES ?? 9);
const [name = '', ...options] = process.argv.slice(2);
const scenario = SCENARIOS.find((one) => one.name === name);
if (scenario === undefined || options.some((option) => !['--act', '--describe'].includes(option))) {
  console.error(
    `Usage: npm run drill -- NAME [--act] [--describe], with one of: ${SCENARIOS.map((one) => one.name).join(', ')}`,
  );
  process.exit(2);
}
const say = (line: string) => console.log(line);
say(`${scenario.name}: ${scenario.what}`);
for (const line of told(scenario)) say(line);
if (options.includes('--describe')) process.exit(0);
ensureProject(PROJECT, { simulated: true });
const person = (key: string, role: string, scopes: string[]) => {
  const email = `${key.toLowerCase()}@harbour.example`;
  return openApi(url(), personKey(`DEMO_KEY_${key.toUpperCase()}`, { email, name: key, role }, scopes, PROJECT));
};
const people = {
  requester: person('Ines', 'admin', ['ingest', 'read', 'registry', 'evals', 'promote', 'admin']),
  approver: person('Maren', 'release_manager', ['read', 'promote']),
};
const web = `${process.env.SWITCHYARD_WEB_URL ?? `http://localhost:${process.env.PORT ?? 3000}`}/p/${PROJECT}`;
const drill = { people, minutes, tickMs, web, acts: options.includes('--act'), say };
if (scenario.kind === 'release') await tryRelease(scenario, drill);
else if (scenario.name === 'provider-outage') await providerOutage(drill);
else await playScenario(scenario, drill);
