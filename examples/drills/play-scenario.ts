import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../demo/random.ts';
import type { Api } from '../lib/api.ts';
import { sendEvents } from '../lib/events.ts';
import { compareFacts, factLines, failedShareOf } from './compare-facts.ts';
import { factsOfDraft } from './draft-facts.ts';
import type { Drill } from './provider-outage.ts';
import { eventsOf, promptOf } from './replay-events.ts';
import type { TrafficScenario } from './scenario.ts';
import { draftOf, followStory, type Incident } from './story.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PER_MINUTE = 120;
/** Requests an hour of the day before, from which monitors know what is usual. */
const USUAL_PER_HOUR = 60;
/** Real minutes before the fault, and after its end. */
const [BEFORE_MIN, AFTER_MIN] = [5, 2];
/** Real minutes that an alert takes at most once its condition holds, and that its windows are long. */
const TOLERANCE_MIN = 3;

/**
 * Replays a public incident on the running demo in scaled minutes: the published time takes `minutes`, while monitors evaluate in
 * real ones, so that what they need does not shrink with it. Its prompts are its own (`openai-2025-06-10/answer`); every answer
 * is scored, so that ten minutes are enough. Tells what fires, and in the end holds the incident against what was published.
 */
export async function playScenario(
  scenario: TrafficScenario,
  { people, minutes, tickMs, web, say }: Drill,
): Promise<void> {
  const api = people.requester;
  const from = scenario.liveFrom ?? 0;
  const until = scenario.liveUntil ?? scenario.minutes;
  const minuteMs = (minutes * MINUTE_MS) / (until - from);
  const started = Date.now();
  const random = seededRandom(started);
  const send = async (range: { from: number; to: number; perMinute: number }, minuteOf: (at: number) => number) => {
    await sendEvents(api, eventsOf(scenario, { ...range, minuteOf }, { id: `replay-${started}`, random }));
  };
  const longBefore = () => Number.NEGATIVE_INFINITY;
  const quiet = started - BEFORE_MIN * MINUTE_MS;
  await send({ from: started - 23 * HOUR_MS, to: quiet, perMinute: USUAL_PER_HOUR / 60 }, longBefore);
  await send({ from: quiet, to: started, perMinute: PER_MINUTE }, longBefore);
  say(
    `its ${until - from} minutes take ${minutes} now: one of ours is ${Math.round(MINUTE_MS / minuteMs)} of its; the fault begins`,
  );
  const monitors = await setByHand(api, scenario);
  await release(api, scenario);
  const prompts = scenario.lanes.map((lane) => promptOf(scenario, lane));
  const story = followStory(api, { since: started, web, runbook: runbookOf(scenario), prompts, say });
  for (let at = started; at < started + (minutes + AFTER_MIN) * MINUTE_MS; at += tickMs) {
    await pause(Math.max(0, at + tickMs - Date.now()));
    // After its end the scenario is over, also where its curves do not return to 0.
    const minuteOf = (ms: number) =>
      ms < started + minutes * MINUTE_MS ? from + (ms - started) / minuteMs : Number.NEGATIVE_INFINITY;
    await send({ from: at, to: at + tickMs, perMinute: PER_MINUTE }, minuteOf);
    await story.look();
  }
  const ended = await story.end();
  for (const id of monitors) await api.send('PATCH', `/api/v1/monitors/${id}`, { enabled: false });
  for (const incident of ended)
    await tellFacts(api, scenario, incident, { startedAt: started - from * minuteMs, minuteMs, say });
  if (story.alerts().length === 0) say('nothing fired: see “not seen” above');
}

/** The runbook that an incident is linked with: of the drill's name, else for what ends it. */
const runbookOf = ({ name, defence, published }: TrafficScenario): string =>
  published.length === 0 ? name : RUNBOOKS[defence];

const RUNBOOKS: Readonly<Record<TrafficScenario['defence'], string>> = {
  fallback: 'provider-outage',
  'roll back': 'silent-model-change',
  'revoke the key': 'prompt-injection',
  none: 'provider-outage',
};

/** Holds the incident against the published facts, in published minutes; what has not ended yet is not compared. */
async function tellFacts(
  api: Api,
  scenario: TrafficScenario,
  incident: Incident,
  { startedAt, minuteMs, say }: { startedAt: number; minuteMs: number; say: (line: string) => void },
): Promise<void> {
  const ourMinutes = (TOLERANCE_MIN * MINUTE_MS) / minuteMs;
  const tolerance = { startMin: ourMinutes, endMin: ourMinutes, share: 0.25 };
  const draft = await draftOf(api, incident.name);
  const facts = draft === null ? incident : factsOfDraft(draft, incident);
  say(`${draft === null ? '' : 'the draft of '}${incident.name} against what was published:`);
  const minuteOf = (at: string | null | undefined) => (at == null ? 0 : (Date.parse(at) - startedAt) / minuteMs);
  const { impact_start: start, mitigated } = facts.times;
  const failedShare = failedShareOf(scenario, minuteOf(start?.at), minuteOf(mitigated?.at));
  const rows = compareFacts(scenario.facts, facts, { startedAt, minuteMs, failedShare, tolerance });
  for (const line of factLines(rows)) say(`  ${line}`);
}

/** The monitor on cost per request that scenarios of cost need: none is built in. Returns its id. */
async function setByHand(api: Api, scenario: TrafficScenario): Promise<string[]> {
  const { fault, name, lanes } = scenario;
  const [lane] = lanes;
  if (fault.tokensIn === undefined || lane === undefined) return [];
  const rule = {
    ...{ metric: 'cost_per_request', direction: 'above', against: 'baseline', limit: 1.2, clear: 1.1 },
    ...{ window_minutes: 10, for_minutes: 2, min_samples: 50, filter: { prompt: promptOf(scenario, lane) } },
  };
  const monitor = { name: `Drill: cost per request of ${name}, ${Date.now()}`, kind: 'metric', severity: 'page', rule };
  return [(await api.send<{ id: string }>('POST', '/api/v1/monitors', monitor)).id];
}

/** Deploys a second version where the published cause is a change of one's own, so that it can be found among the suspects. */
async function release(api: Api, scenario: TrafficScenario): Promise<void> {
  const { facts, lanes, environment } = scenario;
  const [lane] = lanes;
  if (facts.trigger === null || lane === undefined) return;
  const prompt = promptOf(scenario, lane);
  const path = `/api/v1/prompts/${encodeURIComponent(prompt)}`;
  await api.send('POST', '/api/v1/prompts', { name: prompt, type: 'text' }, { expect: [409] });
  const version = {
    template: `Answer as you were told.\n{{question}}\nReplayed at ${Date.now()}`,
    message: 'The change',
  };
  const { version: made } = await api.send<{ version: number }>('POST', `${path}/versions`, version);
  await api.send('PUT', `${path}/environments/${environment ?? 'staging'}`, { version: made });
}
