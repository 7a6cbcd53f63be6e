/** What a field of an event must be. Lengths in UTF-16 units. */
export type FieldRule =
  | { kind: 'text'; max: number }
  | { kind: 'integer'; min: number; max: number }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'choice'; values: readonly string[] }
  | { kind: 'time' }
  | { kind: 'tags' }
  | { kind: 'body' };

const name: FieldRule = { kind: 'text', max: 200 };
const id: FieldRule = { kind: 'text', max: 200 };
const tokens: FieldRule = { kind: 'integer', min: 0, max: 2_147_483_647 };
/** 31 days: longer than any call, short enough to refuse a timestamp in the wrong field. */
const ms: FieldRule = { kind: 'number', min: 0, max: 2_678_400_000 };

/** Every field that an event may have. */
export const EVENT_FIELDS = {
  id,
  at: { kind: 'time' },
  model: name,
  environment: name,
  service: name,
  prompt: name,
  version: { kind: 'integer', min: 1, max: 2_147_483_647 },
  arm: { kind: 'choice', values: ['stable', 'candidate', 'shadow'] },
  rollout_id: id,
  provider: name,
  status: { kind: 'choice', values: ['ok', 'error'] },
  error_code: { kind: 'text', max: 100 },
  attempt: { kind: 'integer', min: 1, max: 10_000 },
  operation_id: id,
  unit: id,
  ttft_ms: ms,
  latency_ms: ms,
  tokens_in: tokens,
  tokens_out: tokens,
  tokens_cached: tokens,
  tokens_reasoning: tokens,
  cost_usd: { kind: 'number', min: 0, max: 1_000_000 },
  quality: { kind: 'number', min: 0, max: 1 },
  trace_id: id,
  outcome_id: id,
  user: id,
  session: id,
  input_chars: tokens,
  query_type: name,
  input: { kind: 'body' },
  output: { kind: 'body' },
  tags: { kind: 'tags' },
} as const satisfies Record<string, FieldRule>;

export type EventField = keyof typeof EVENT_FIELDS;

export const TAGS_MAX = 50;
export const TAG_LENGTH_MAX = 200;
