import { DRIFT, MODELS, OUTAGE, type Served, type SimModel, type SimPrompt, type When } from './company.ts';
import type { Random } from './random.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export type SimEvent = Record<string, unknown> & { id: string; at: string };
export type SimOutcome = { id: string; outcome_id: string; success: boolean; value?: number; kind: string; at: string };

/** How busy it is at `at`, 1 = noon on a weekday (UTC): quiet nights, quieter weekends. */
export function busyness(at: Date): number {
  const hour = at.getUTCHours() + at.getUTCMinutes() / 60;
  const day = 0.55 + 0.45 * Math.cos(((hour - 13) / 24) * 2 * Math.PI);
  const weekend = at.getUTCDay() === 0 || at.getUTCDay() === 6;
  return day * (weekend ? 0.5 : 1);
}

/** When that was: whenever the month is loaded, things happen while people work; a weekend moves to its Friday. */
export function momentOf({ daysAgo, hour }: When, now: number): number {
  const day = Math.floor(now / DAY_MS - daysAgo) * DAY_MS;
  const pastFriday = [2, 0, 0, 0, 0, 0, 1][new Date(day).getUTCDay()] ?? 0;
  return day - pastFriday * DAY_MS + hour * HOUR_MS;
}

/** What served `prompt` at `at`. */
export function servedAt(prompt: SimPrompt, at: number, now: number): Served {
  const served = prompt.served.filter((one) => at >= momentOf(one, now)).at(-1) ?? prompt.served[0];
  if (served === undefined) throw new Error(`${prompt.name} never served`);
  return served;
}

const inOutage = (provider: string, at: number, now: number): boolean => {
  const start = momentOf(OUTAGE, now);
  return provider === OUTAGE.provider && at >= start && at < start + OUTAGE.minutes * 60_000;
};

/** 1 without drift, growing over the last days. */
function lengthFactor(prompt: SimPrompt, at: number, now: number): number {
  if (prompt.name !== DRIFT.prompt) return 1;
  const days = (at - (now - DRIFT.days * DAY_MS)) / DAY_MS;
  return days <= 0 ? 1 : 1 + (DRIFT.growth * days) / DRIFT.days;
}

/** One month of one prompt's requests and the outcomes of their tasks, oldest first. */
export function* playMonth(
  prompt: SimPrompt,
  now: number,
  days: number,
  random: Random,
): Generator<{ event: SimEvent; outcome: SimOutcome | null }> {
  let count = 0;
  for (let hour = now - days * DAY_MS; hour < now; hour += HOUR_MS) {
    const requests = Math.round(prompt.perHour * busyness(new Date(hour)) * (0.92 + 0.16 * random.next()));
    const times = Array.from({ length: requests }, () => hour + random.next() * HOUR_MS).sort((a, b) => a - b);
    for (const at of times) {
      if (at >= now - 2000) return;
      yield playRequest(prompt, Math.floor(at), now, `${prompt.name}-${count++}`, random);
    }
  }
}

function playRequest(
  prompt: SimPrompt,
  at: number,
  now: number,
  id: string,
  random: Random,
): { event: SimEvent; outcome: SimOutcome | null } {
  const served = servedAt(prompt, at, now);
  const model = MODELS[served.model];
  if (model === undefined) throw new Error(`unknown model ${served.model}`);
  const outage = inOutage(model.provider, at, now);
  const failed = random.chance(outage ? OUTAGE.errorRate : model.errorRate);
  const base = {
    id: `demo-${id}`,
    at: new Date(at).toISOString(),
    provider: model.provider,
    model: model.id,
    prompt: prompt.name,
    version: served.version,
    environment: 'production',
    arm: 'stable',
    service: prompt.service,
    user: `user-${Math.floor(random.next() ** 2 * 4000)}`,
    session: `session-${Math.floor(at / 900_000)}-${Math.floor(random.next() * 40)}`,
    query_type: random.pick(prompt.queryTypes),
    tags: { region: random.pick(['eu', 'eu', 'us']) },
  };
  const length = lengthFactor(prompt, at, now);
  const tokensIn = Math.max(20, Math.round(random.logNormal(prompt.tokensIn * length, 0.28)));
  const sizes = { tokens_in: tokensIn, input_chars: Math.round(tokensIn * 4.1) };
  if (failed) return { event: { ...base, ...sizes, ...failure(outage, random) }, outcome: null };
  return answered(prompt, base, sizes, served, model, outage, at, random);
}

function failure(outage: boolean, random: Random): Record<string, unknown> {
  const code = outage ? random.pick(['503', '503', '429']) : random.pick(['429', '500', 'timeout']);
  return {
    status: 'error',
    error_code: code,
    latency_ms: Math.round(code === 'timeout' ? 30_000 : random.logNormal(120, 0.5)),
    tokens_out: 0,
  };
}

function answered(
  prompt: SimPrompt,
  base: SimEvent,
  sizes: { tokens_in: number; input_chars: number },
  served: Served,
  model: SimModel,
  outage: boolean,
  at: number,
  random: Random,
): { event: SimEvent; outcome: SimOutcome | null } {
  const slow = outage ? OUTAGE.slowdown : 1;
  const ttft = random.logNormal(model.ttftMs * slow, 0.32);
  const tokensOut = Math.max(1, Math.round(random.logNormal(prompt.tokensOut, 0.35)));
  const latency =
    ttft +
    random.logNormal((model.latencyMs - model.ttftMs) * slow * (0.4 + (0.6 * tokensOut) / prompt.tokensOut), 0.3);
  const mean = prompt.quality[served.version - 1] ?? 0.85;
  const judged = random.chance(0.2);
  const outcomeId = random.chance(0.3) ? `task-${base.id}` : null;
  const success = random.chance(prompt.success * (mean / (prompt.quality[0] ?? mean)));
  const event: SimEvent = {
    ...base,
    ...sizes,
    status: 'ok',
    ttft_ms: Math.round(ttft),
    latency_ms: Math.round(latency),
    tokens_cached: Math.round(sizes.tokens_in * (random.chance(0.6) ? 0.55 : 0)),
    tokens_out: tokensOut,
    ...(judged ? { quality: Math.round(Math.min(1, Math.max(0, mean + 0.11 * random.normal())) * 1000) / 1000 } : {}),
    ...(outcomeId ? { outcome_id: outcomeId } : {}),
  };
  const outcome = outcomeId
    ? {
        id: `outcome-${base.id}`,
        outcome_id: outcomeId,
        success,
        kind: prompt.service,
        at: new Date(at + 60_000).toISOString(),
      }
    : null;
  return { event, outcome };
}
