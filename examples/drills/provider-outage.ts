import { setTimeout as pause } from 'node:timers/promises';
import { OUTAGE, PROMPTS } from '../demo/company.ts';
import { MODELS } from '../demo/models.ts';
import { seededRandom } from '../demo/random.ts';
import { servedAt } from '../demo/when.ts';
import type { Api } from '../lib/api.ts';
import { sendEvents } from '../lib/events.ts';
import { failures, trafficOf } from './outage-traffic.ts';
import { followStory, type Incident, type Story } from './story.ts';
import { type Moved, takeBack, takeFallback } from './take-fallback.ts';

const MINUTE_MS = 60_000;
const PER_MINUTE = 120;
/** Good minutes after the fallback took over until the drill says that the incident is mitigated. */
const GOOD_MIN = 2;

type Step = { position: number; title: string; check: { state: string; message: string | null } | null };
export type Drill = {
  /** `approver`: another person, who approves what `--act` asks for. */
  people: { requester: Api; approver: Api };
  minutes: number;
  tickMs: number;
  web: string;
  acts: boolean;
  say: (line: string) => void;
};

/**
 * Lets the provider of the running demo answer badly, from now on and for so many minutes, and tells what the product makes of
 * it: alerts, notifications, incidents with what preceded them, the steps of the runbook. The callers are played by the demo's
 * simulator; the figures of five good minutes before are sent first. With `acts` the prompts that fail are moved to
 * their fallback once an incident is open, and back in the end; else that is for the people of the drill.
 */
export async function providerOutage({ people, minutes, tickMs, web, acts, say }: Drill): Promise<void> {
  const api = people.requester;
  await tellSteps(api, say);
  const started = Date.now();
  const random = seededRandom(started);
  const moved = new Map<string, Moved>();
  const onFallback = new Map<string, string>();
  const play = async (from: number, to: number, isOut: boolean) => {
    const range = { from, to, isOut, perMinute: PER_MINUTE, moved: onFallback };
    const events = trafficOf(range, { id: `drill-${from}`, random });
    await sendEvents(api, events);
    return failures(events);
  };
  await play(started - 5 * MINUTE_MS, started, false);
  say(`${OUTAGE.provider} answers badly from now on; follow ${web}/runbooks/provider-outage`);
  const story = followStory(api, { since: started, web, runbook: 'provider-outage', prompts: failing(), say });
  const sum = { requests: 0, failed: 0 };
  let actedAt: number | null = null;
  let isTold = false;
  for (let from = started; from < started + minutes * MINUTE_MS; from += tickMs) {
    await pause(Math.max(0, from + tickMs - Date.now()));
    const { requests, failed } = await play(from, from + tickMs, true);
    sum.requests += requests;
    sum.failed += failed;
    await story.look();
    if (acts && actedAt === null && story.incidents().length > 0) {
      for (const each of await act(people, story, say)) {
        moved.set(each.prompt, each);
        onFallback.set(each.prompt, each.fallback.split('/')[1] ?? '');
      }
      actedAt = Date.now();
    }
    if (actedAt !== null && !isTold && from - actedAt > GOOD_MIN * MINUTE_MS) {
      isTold = true;
      for (const incident of story.incidents()) await tellMitigated(api, incident, { moved, actedAt, say });
    }
  }
  say(`${OUTAGE.provider} is well again: ${sum.failed} of ${sum.requests} requests to it failed in ${minutes} min`);
  for (const each of moved.values()) await takeBack(people.approver, each, say);
  await story.end();
  if (story.alerts().length === 0) throw new Error(`No alert fired within ${minutes} min.`);
}

/** Records a drill of the runbook, and says which of its steps that act could. */
async function tellSteps(api: Api, say: (line: string) => void): Promise<void> {
  const path = '/api/v1/runbooks/provider-outage';
  await api.send('POST', `${path}/drills`, {});
  const { steps } = await api.get<{ steps: Step[] }>(path);
  for (const { position, title, check } of steps)
    if (check) say(`step ${position}, ${title}: ${check.state}${check.message === null ? '' : `, ${check.message}`}`);
}

/** The prompts of the demo that serve on the provider that goes out. */
const failing = (): string[] =>
  PROMPTS.filter((prompt) => {
    const { model } = servedAt(prompt, Date.now(), Date.now());
    return MODELS[model]?.provider === OUTAGE.provider;
  }).map(({ name }) => name);

/** Acknowledges what fires and moves what fails to its fallback, as far as gates allow. */
async function act({ requester, approver }: Drill['people'], story: Story, say: Drill['say']): Promise<Moved[]> {
  say('the drill acts:');
  for (const { id } of story.alerts()) {
    await requester.send('POST', `/api/v1/alerts/${id}/acknowledge`, {}, { expect: [409] });
  }
  const moved: Moved[] = [];
  for (const prompt of PROMPTS.filter(({ name }) => failing().includes(name))) {
    const served = servedAt(prompt, Date.now(), Date.now());
    const one = await takeFallback({ requester, approver }, { prompt: prompt.name, ...served }, say);
    if (one !== null) moved.push(one);
  }
  return moved;
}

type Acted = { moved: ReadonlyMap<string, Moved>; actedAt: number; say: Drill['say'] };

/** Says of an incident whose prompt was moved that it is mitigated, from the minute of the move on. */
async function tellMitigated(api: Api, { name, prompt }: Incident, { moved, actedAt, say }: Acted): Promise<void> {
  if (prompt === null || !moved.has(prompt)) return;
  const at = new Date(actedAt).toISOString();
  const reason = `Drill: ${prompt} serves on its fallback, good for ${GOOD_MIN} min.`;
  const change = { state: 'mitigated', times: { mitigated: at }, reason };
  const { $status } = await api.send('PATCH', `/api/v1/incidents/${name}`, change, { expect: [409, 422] });
  say(
    $status === 200
      ? `${name} is said to be mitigated since ${at.slice(11, 19)} UTC`
      : `${name} stays as it is: ${$status}`,
  );
}
