import { seededRandom } from '#examples/demo/random.ts';
import type { IncidentFacts } from '#examples/drills/compare-facts.ts';
import type { Draft } from '#examples/drills/draft-facts.ts';
import { eventsOf, promptOf } from '#examples/drills/replay-events.ts';
import type { TrafficScenario } from '#examples/drills/scenario.ts';
import { refreshIncidents } from '#server/incidents/refresh-incident.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import { evaluator } from '#test/harness/alerts.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { rollUp } from '#test/harness/telemetry.ts';

/** Minutes between evaluations (a pause of more than five would restart all timers), and how long they go on after the published end. */
const EVERY_MIN = 4;
const AFTER_MIN = 44;
/** Minutes that are evaluated before the fault, and before its published end. */
const [BEFORE_MIN, BACK_MIN] = [8, 20];
const ROLLED_UP_MIN = 24;
/**
 * Where nothing is decided, fewer requests are sent. Around the end more: of twenty scores the mean of a minute is outside of
 * the limit by chance so often that ten good ones in a row come late.
 */
const [PER_MINUTE, PER_MINUTE_BETWEEN, PER_MINUTE_END] = [20, 5, 60];

export type Replayed = {
  system: System;
  incident: IncidentFacts & {
    name: string;
    prompt: string | null;
    /** Its signals, oldest first. */
    alerts: { severity: string; kind: string; opened_at: string }[];
  };
  /** Null where this version of the product drafts no post-mortems. */
  draft: Draft | null;
  startedAt: number;
};

/**
 * Plays a scenario on a product of its own: events, rollups, evaluations, jobs and incidents are the real ones, on a clock that is
 * moved on. `from`: the minute that evaluations begin at, before which nothing fires. Evaluated up to its first incident, and from a little before its published end on.
 */
export async function playOnProduct(scenario: TrafficScenario, from = -BEFORE_MIN): Promise<Replayed> {
  const begin = Date.parse(scenario.start);
  const system = await startSystem({ now: new Date(begin - BEFORE_MIN * MINUTE_MS).toISOString() });
  const key = await system.key(undefined, { owner: await system.person({ role: 'admin', name: 'Ines' }) });
  const random = seededRandom(3);
  const evaluate = evaluator(system);
  const minuteOf = (at: number) => (at < begin + end * MINUTE_MS ? (at - begin) / MINUTE_MS : Number.NEGATIVE_INFINITY);
  const end = scenario.facts.mitigated ?? scenario.minutes;

  /** Sends what happened in these minutes, which are over. */
  async function send(from: number, to: number, perMinute: number): Promise<void> {
    const range = { from: begin + from * MINUTE_MS, to: begin + to * MINUTE_MS, perMinute, minuteOf };
    const events = eventsOf(scenario, range, { id: 'replay', random });
    for (let i = 0; i < events.length; i += 1000) {
      const { body } = await system.api('POST', '/api/v1/events', { key, body: { events: events.slice(i, i + 1000) } });
      if (body.rejected !== 0) throw new Error(JSON.stringify(body).slice(0, 300));
    }
  }
  /** Minute by minute in steps; ends early where `isOver`. Returns where it ended. */
  async function step(from: number, to: number, perMinute: number, isOver: () => Promise<boolean>): Promise<number> {
    let minute = from;
    while (minute < to && !(await isOver())) {
      if (minute === 0) {
        system.clock.set(new Date(begin - MINUTE_MS / 2));
        await deploy(system, scenario, key);
      }
      await send(minute, minute + EVERY_MIN, perMinute);
      minute += EVERY_MIN;
      // As the worker does: without it, every evaluation reads all requests of the last hours.
      if (minute % ROLLED_UP_MIN === 0) await rollUp(system);
      system.clock.set(new Date(begin + minute * MINUTE_MS));
      const report = await evaluate();
      if ((report?.moved ?? 0) > 0) await system.drain();
    }
    return minute;
  }
  const incidents = async () => (await system.api('GET', '/api/v1/incidents', { key })).body.data as { name: string }[];

  await send(-23 * 60, -BEFORE_MIN, 1);
  await rollUp(system);
  await send(-BEFORE_MIN, from, PER_MINUTE);
  system.clock.set(new Date(begin + from * MINUTE_MS));
  const opened = await step(from, end, PER_MINUTE, async () => (await incidents()).length > 0);
  await send(opened, end - BACK_MIN, PER_MINUTE_BETWEEN);
  system.clock.set(new Date(begin + (end - BACK_MIN) * MINUTE_MS));
  await rollUp(system);
  await step(end - BACK_MIN, end + AFTER_MIN, PER_MINUTE_END, async () => false);
  await refreshIncidents(system.services);
  await system.drain();
  const [first] = await incidents();
  const { body: incident } = await system.api('GET', `/api/v1/incidents/${first?.name}`, { key });
  const drafted = await system.api('POST', `/api/v1/incidents/${first?.name}/postmortem`, { key, body: {} });
  return { system, incident, draft: drafted.status === 201 ? drafted.body : null, startedAt: begin };
}

/** Deploys a version where the published cause was a change of one's own. */
async function deploy(system: System, scenario: TrafficScenario, key: string): Promise<void> {
  const [lane] = scenario.lanes;
  if (scenario.facts.trigger === null || lane === undefined) return;
  const prompt = promptOf(scenario, lane);
  const path = `/api/v1/prompts/${encodeURIComponent(prompt)}`;
  await system.api('POST', '/api/v1/prompts', { key, body: { name: prompt, type: 'text' } });
  await system.api('POST', `${path}/versions`, { key, body: { template: 'Answer as before.', config: {} } });
  const { status } = await system.api('PUT', `${path}/environments/${scenario.environment}`, {
    key,
    body: { version: 1 },
  });
  if (status >= 300) throw new Error(`the version was not deployed: ${status}`);
}
