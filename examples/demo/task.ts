import { DRIFT, OUTAGE, type Served, type SimPrompt } from './company.ts';
import { MODELS, type SimModel } from './models.ts';
import type { Random } from './random.ts';
import { isOut } from './when.ts';

const DAY_MS = 86_400_000;

export type SimEvent = Record<string, unknown> & { id: string; at: string };
export type SimOutcome = { id: string; outcome_id: string; success: boolean; kind: string; at: string };
export type SimCost = { id: string; at: string; operation_id?: string; kind: string; amount_usd: string; name: string };

/** Something that a user wanted: its attempts, how it ended where that is known yet, and what it cost beside the model. */
export type SimTask = { events: SimEvent[]; outcome: SimOutcome | null; costs: SimCost[] };

type Wanted = { prompt: SimPrompt; served: Served; at: number; now: number; id: string; random: Random };

/** The application asks again once, after a failed request or an answer that it cannot use. */
const RETRIED = 0.85;
/** Share of finished tasks of which nobody tells the application how they ended. */
const SILENT = 0.08;

/** One task from its first attempt to its outcome. */
export function playTask(wanted: Wanted): SimTask {
  const { prompt, served, at, now, id, random } = wanted;
  const queryType = random.pick(prompt.queryTypes);
  const length = Math.max(20, Math.round(random.logNormal(prompt.tokensIn * lengthFactor(prompt, at, now), 0.28)));
  const task = {
    operation_id: `demo-${id}`,
    outcome_id: `demo-${id}`,
    prompt: prompt.name,
    version: served.version,
    environment: 'production',
    arm: 'stable',
    service: prompt.service,
    user: `user-${Math.floor(random.next() ** 2 * 4000)}`,
    session: `session-${Math.floor(at / 900_000)}-${Math.floor(random.next() * 40)}`,
    query_type: queryType,
    tags: { region: random.pick(['eu', 'eu', 'us']) },
    tokens_in: length,
    input_chars: Math.round(length * 4.1),
  };
  const first = attempt(wanted, { model: modelOf(served.model), at, tokensIn: length });
  const attempts = [first];
  if (!first.isUsable && random.chance(RETRIED)) {
    const again = at + first.tookMs + Math.round(300 + 1500 * random.next());
    attempts.push(
      attempt(wanted, {
        model: prompt.isCalm ? modelOf(served.model) : takesOver(served.model, at, now),
        at: again,
        tokensIn: length,
      }),
    );
  }
  const events = attempts.map(({ fields }, i) => ({ id: `demo-${id}-${i + 1}`, attempt: i + 1, ...task, ...fields }));
  const isAnswered = attempts.at(-1)?.isUsable ?? false;
  const mean = prompt.quality[served.version - 1] ?? 0.85;
  const success = isAnswered && random.chance(Math.min(1, prompt.success * (mean / (prompt.quality[0] ?? mean))));
  const heardAt = at + 60_000 + Math.round(random.logNormal(12 * 60_000, 1.2));
  const isHeard = !random.chance(SILENT) && heardAt <= now;
  const outcome = isHeard
    ? {
        ...{ id: `outcome-${id}`, outcome_id: task.outcome_id, success, kind: prompt.service },
        at: new Date(heardAt).toISOString(),
      }
    : null;
  return { events, outcome, costs: besides(wanted, queryType, isHeard && !success) };
}

/** Tools and people that worked on the task beside the model. */
function besides({ prompt, at, id, random }: Wanted, queryType: string, hasFailed: boolean): SimCost[] {
  const { tool, person } = prompt;
  const cost = (kind: string, name: string, usd: number, later: number): SimCost => ({
    ...{ id: `cost-${kind}-${id}`, at: new Date(at + later).toISOString(), operation_id: `demo-${id}` },
    ...{ kind, name, amount_usd: usd.toFixed(4) },
  });
  const called = tool?.queryType === queryType ? [cost('tool', tool.name, tool.usd, 0)] : [];
  const isPassedOn = hasFailed && random.chance(person?.share ?? 0);
  if (!person || !isPassedOn) return called;
  return [...called, cost('human', person.name, random.logNormal(person.usd, 0.5), 30_000)];
}

type Attempt = { fields: Record<string, unknown> & { at: string }; isUsable: boolean; tookMs: number };

/** One request to a model. A provider charges nothing for a refused one, and the input of one that timed out. */
function attempt(
  { prompt, served, now, random }: Wanted,
  { model, at, tokensIn }: { model: SimModel; at: number; tokensIn: number },
): Attempt {
  const outage = prompt.isCalm !== true && isOut(model.provider, at, now);
  const base = { at: new Date(at).toISOString(), provider: model.provider, model: model.id };
  if (random.chance(outage ? OUTAGE.errorRate : model.errorRate)) {
    const code = outage ? random.pick(['503', '503', '429']) : random.pick(['429', '500', 'timeout']);
    const tookMs = Math.round(code === 'timeout' ? 30_000 : random.logNormal(120, 0.5));
    const free = code === 'timeout' ? {} : { cost_usd: 0 };
    const fields = { ...base, status: 'error', error_code: code, latency_ms: tookMs, tokens_out: 0, ...free };
    return { fields, isUsable: false, tookMs };
  }
  const slow = outage ? OUTAGE.slowdown : 1;
  const ofVersion = <T>(list: readonly T[]): T | undefined => list[served.version - 1] ?? list.at(-1);
  const median = ofVersion(prompt.tokensOut) ?? 1;
  const cacheable = Math.round(CACHED_OF_HIT * prompt.tokensIn);
  const ttft = random.logNormal(model.ttftMs * slow, 0.32);
  const tokensOut = Math.max(1, Math.round(random.logNormal(median, 0.35)));
  const writing = (model.latencyMs - model.ttftMs) * slow * (0.4 + (0.6 * tokensOut) / median);
  const tookMs = Math.round(ttft + random.logNormal(writing, 0.3));
  const isUsable = !(prompt.tags.includes('json') && random.chance(model.unusableRate));
  const quality = Math.min(1, Math.max(0, (prompt.quality[served.version - 1] ?? 0.85) + 0.11 * random.normal()));
  return {
    fields: {
      ...base,
      ...(isUsable ? { status: 'ok' } : { status: 'error', error_code: 'invalid_json' }),
      ttft_ms: Math.round(ttft),
      latency_ms: tookMs,
      tokens_cached: random.chance(ofVersion(prompt.cached) ?? 0) ? Math.min(tokensIn, cacheable) : 0,
      tokens_out: tokensOut,
      ...(isUsable && random.chance(0.2) ? { quality: Math.round(quality * 1000) / 1000 } : {}),
    },
    isUsable,
    tookMs,
  };
}

/** Tokens that a hit reads from the cache, as a share of the median input. */
const CACHED_OF_HIT = 0.3;

const modelOf = (name: string): SimModel => {
  const model = MODELS[name];
  if (model === undefined) throw new Error(`unknown model ${name}`);
  return model;
};

/** The model of a second attempt: while a provider is out, the fallback of the first. */
function takesOver(name: string, at: number, now: number): SimModel {
  const model = modelOf(name);
  const fallback = model.fallback?.split('/')[1];
  return fallback !== undefined && isOut(model.provider, at, now) ? modelOf(fallback) : model;
}

/** 1 without drift, growing over the last days. */
function lengthFactor(prompt: SimPrompt, at: number, now: number): number {
  if (prompt.name !== DRIFT.prompt || prompt.isCalm) return 1;
  const days = (at - (now - DRIFT.days * DAY_MS)) / DAY_MS;
  return days <= 0 ? 1 : 1 + (DRIFT.growth * days) / DRIFT.days;
}
