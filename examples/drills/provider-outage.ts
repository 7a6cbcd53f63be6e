import { setTimeout as pause } from 'node:timers/promises';
import { OUTAGE } from '../demo/company.ts';
import { seededRandom } from '../demo/random.ts';
import type { Api } from '../lib/api.ts';
import { sendEvents } from '../lib/events.ts';
import { failures, trafficOf } from './outage-traffic.ts';

const MINUTE_MS = 60_000;
/** Above this share of failed requests the built-in rule of errors speaks of an incident. */
const ERROR_RATE_MAX = 0.01;
const PER_MINUTE = 120;

type Series = { series: { points: [at: string, value: number | null][] }[] };
type Step = { position: number; title: string; check: { state: string; message: string | null } | null };

/**
 * Lets the provider of the running demo answer badly, from now on and for so many minutes, and prints when its figures show
 * it, with the steps of the runbook that could act. The figures of five good minutes before are sent first. Nothing is
 * released or rolled back: that is for the people of the drill, on the runbook's page.
 */
export async function providerOutage(
  api: Api,
  { minutes, tickMs, page, say }: { minutes: number; tickMs: number; page: string; say: (line: string) => void },
): Promise<void> {
  const steps = await readSteps(api);
  for (const { position, title, check } of steps)
    if (check) say(`step ${position}, ${title}: ${check.state}${check.message === null ? '' : `, ${check.message}`}`);
  const started = Date.now();
  const random = seededRandom(started);
  const play = async (from: number, to: number, isOut: boolean) => {
    const events = trafficOf({ from, to, isOut, perMinute: PER_MINUTE }, { id: `drill-${from}`, random });
    await sendEvents(api, events);
    return failures(events);
  };
  await play(started - 5 * MINUTE_MS, started, false);
  say(`${OUTAGE.provider} answers badly from now on; follow ${page}`);
  const sum = { requests: 0, failed: 0 };
  let seen: number | null = null;
  for (let from = started; from < started + minutes * MINUTE_MS; from += tickMs) {
    await pause(Math.max(0, from + tickMs - Date.now()));
    const { requests, failed } = await play(from, from + tickMs, true);
    sum.requests += requests;
    sum.failed += failed;
    if (seen !== null) continue;
    const rate = await newestRate(api, started);
    if (rate === null || rate <= ERROR_RATE_MAX) continue;
    seen = Date.now();
    say(`after ${Math.round((seen - started) / 1000)} s its error rate is ${(100 * rate).toFixed(1)} %`);
  }
  say(`${sum.failed} of ${sum.requests} requests to ${OUTAGE.provider} failed in ${minutes} min`);
  if (seen === null) throw new Error(`The figures did not show it within ${minutes} min.`);
}

/** Records a drill of the runbook; returns its steps. */
async function readSteps(api: Api): Promise<Step[]> {
  const path = '/api/v1/runbooks/provider-outage';
  await api.send('POST', `${path}/drills`, {});
  return (await api.get<{ steps: Step[] }>(path)).steps;
}

/** The error rate of the provider in the newest minute that has one. */
async function newestRate(api: Api, from: number): Promise<number | null> {
  const query = new URLSearchParams({
    ...{ metric: 'error_rate', provider: OUTAGE.provider, step: '60' },
    from: new Date(Math.floor(from / MINUTE_MS) * MINUTE_MS).toISOString(),
  });
  const { series } = await api.get<Series>(`/api/v1/metrics?${query}`);
  return series[0]?.points.findLast(([, value]) => value !== null)?.[1] ?? null;
}
