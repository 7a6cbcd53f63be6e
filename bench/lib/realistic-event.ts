import { randomBytes, randomUUID } from 'node:crypto';

const MODELS = ['openai/gpt-4o', 'openai/gpt-4o-mini', 'anthropic/claude-sonnet', 'google/gemini-flash'];
const SERVICES = ['web', 'search', 'support', 'batch', 'mobile'];

const pick = <T>(values: readonly T[]): T => values[Math.floor(Math.random() * values.length)] as T;
/** Log-normal around `median`. */
const around = (median: number, spread: number) =>
  median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()));

/**
 * An event as an application sends it: 22 fields, two of them random ids; 400 series (50 prompt versions × 4 models ×
 * 2 arms, with the service following the prompt), one failure in a hundred, every fifth with a task, every third scored.
 */
export function realisticEvent(i: number, at: Date): Record<string, unknown> {
  const failed = Math.random() < 0.01;
  const prompt = Math.floor(Math.random() * 10);
  const latency = around(1400, 0.6);
  return {
    id: randomUUID(),
    at: at.toISOString(),
    model: pick(MODELS),
    environment: 'production',
    service: SERVICES[prompt % SERVICES.length],
    prompt: `team-${prompt % 4}/prompt-${prompt}`,
    version: 1 + Math.floor(Math.random() * 5),
    arm: Math.random() < 0.9 ? 'stable' : 'candidate',
    status: failed ? 'error' : 'ok',
    ...(failed ? { error_code: pick(['rate_limited', 'timeout', 'overloaded']) } : {}),
    attempt: 1,
    ttft_ms: Math.round(latency * 3) / 10,
    latency_ms: Math.round(latency * 10) / 10,
    tokens_in: Math.round(around(900, 0.8)),
    tokens_out: Math.round(around(180, 0.7)),
    tokens_cached: Math.random() < 0.4 ? 512 : 0,
    cost_usd: Math.round(around(4000, 0.5)) / 1e6,
    ...(i % 3 === 0 ? { quality: Math.round(Math.random() * 100) / 100 } : {}),
    ...(i % 5 === 0 ? { outcome_id: `task-${randomBytes(6).toString('hex')}` } : {}),
    trace_id: randomBytes(16).toString('hex'),
    user: `user-${Math.floor(Math.random() * 5000)}`,
    session: `s-${Math.floor(Math.random() * 20_000)}`,
    input_chars: Math.round(around(3600, 0.8)),
  };
}
