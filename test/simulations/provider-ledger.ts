import { seededRandom } from '#server/stats/seeded-random.ts';

/**
 * Simulated providers that bill each call by a price list of their own, in whole numbers: what they wrote down is
 * compared with what Switchyard computes from the usage objects that they send. Shares no arithmetic with the product.
 */

type Meter = 'input' | 'read' | 'write_5m' | 'write_1h' | 'output' | 'reasoning' | 'search';
/** Prices of one unit in 10⁻¹² dollars: 2.50 dollars a million tokens are 2,500,000. */
type List = Partial<Record<Meter, number>>;
type SimModel = {
  provider: string;
  id: string;
  /** By service tier; `standard` is the list of requests of no other one. */
  tiers: Readonly<Record<string, List>>;
  /** From so many input tokens on every token costs this many times as much: a whole number. */
  long?: { from: number; times: number };
};

/** Batch prices of half of a billionth are on purpose: rounding each event upwards would add up. */
const MODELS: readonly SimModel[] = [
  {
    provider: 'openai',
    id: 'gpt-large',
    tiers: {
      standard: { input: 2_500_000, read: 1_250_000, output: 10_000_000 },
      batch: { input: 1_250_000, read: 625_000, output: 5_000_000 },
      priority: { input: 4_250_000, read: 2_125_000, output: 17_000_000 },
    },
  },
  {
    provider: 'openai',
    id: 'gpt-mini',
    tiers: {
      standard: { input: 150_000, read: 75_000, output: 600_000 },
      batch: { input: 75_000, read: 37_500, output: 300_000 },
    },
  },
  {
    provider: 'anthropic',
    id: 'claude-mid',
    tiers: {
      standard: {
        ...{ input: 3_000_000, read: 300_000, write_5m: 3_750_000, write_1h: 6_000_000 },
        ...{ output: 15_000_000, search: 10_000_000_000 },
      },
      batch: { input: 1_500_000, read: 150_000, write_5m: 1_875_000, write_1h: 3_000_000, output: 7_500_000 },
    },
  },
  {
    provider: 'google',
    id: 'gemini-flash',
    tiers: { standard: { input: 37_500, read: 9_375, output: 150_000 } },
    long: { from: 128_000, times: 2 },
  },
];

export type LedgerLine = { model: string; day: string; meter: Meter; quantity: number; pico: bigint };
/** A call as the application sends it, and what the provider wrote down: null where the application cannot know it. */
export type LedgerCall = { event: Record<string, unknown> & { id: string; at: string }; billed: LedgerLine[] | null };

const DAY_MS = 86_400_000;
const DAYS = 10;
/** Every task is old enough to count. */
const OLDER_MS = 3 * 3_600_000;

/**
 * So many calls of the ten days up to `now`, in order of their operations: retries after refusals and cut streams,
 * prefixes read from and written to caches, tiers, long inputs, searches, reasoning.
 */
export function* simulateCalls(calls: number, now: number, seed: number): Generator<LedgerCall> {
  const random = seededRandom(seed);
  const whole = (max: number) => Math.floor(random() * max);
  let made = 0;
  for (let operation = 0; made < calls; operation++) {
    const model = MODELS[whole(MODELS.length)] as SimModel;
    const tiers = Object.keys(model.tiers);
    const tier = random() < 0.7 ? 'standard' : (tiers[whole(tiers.length)] ?? 'standard');
    const started = now - Math.floor(random() * DAYS * DAY_MS) - OLDER_MS;
    for (let attempt = 1; attempt <= 3 && made < calls; attempt++) {
      const how = random();
      const ended = how < 0.05 ? 'refused' : how < 0.09 ? 'cut' : how < 0.095 ? 'cut_blind' : 'whole';
      const at = new Date(started + attempt * 1000);
      const call = { id: `call-${made}`, at: at.toISOString(), operation_id: `op-${operation}`, attempt };
      yield answered(model, { tier, ended, call, whole });
      made += 1;
      if (ended === 'whole') break;
    }
  }
}

type Ended = 'refused' | 'cut' | 'cut_blind' | 'whole';

function answered(
  model: SimModel,
  {
    tier,
    ended,
    call,
    whole,
  }: { tier: string; ended: Ended; call: { id: string; at: string }; whole: (max: number) => number },
): LedgerCall {
  const event = { ...call, provider: model.provider, model: model.id, status: ended === 'whole' ? 'ok' : 'error' };
  if (ended === 'refused') return { event: { ...event, error_code: '429', cost_usd: 0 }, billed: [] };
  const isLong = model.long !== undefined && whole(10) === 0;
  const quantities: Record<Meter, number> = {
    input: 1 + whole(4_000) + (isLong ? (model.long?.from ?? 0) : 0),
    read: whole(2) * whole(3_000),
    write_5m: 0,
    write_1h: 0,
    // A stream that is cut is billed up to where it was cut.
    output: whole(ended === 'whole' ? 900 : 200),
    reasoning: ended === 'whole' && model.provider !== 'anthropic' && whole(3) === 0 ? whole(600) : 0,
    search: 0,
  };
  if (model.provider === 'anthropic') {
    quantities.write_5m = whole(3) === 0 ? whole(2_500) : 0;
    quantities.write_1h = whole(5) === 0 ? whole(2_500) : 0;
    quantities.search = tier === 'standard' && whole(8) === 0 ? 1 + whole(3) : 0;
  }
  const all = quantities.input + quantities.read + quantities.write_5m + quantities.write_1h;
  const times = model.long && all >= model.long.from ? model.long.times : 1;
  const list = model.tiers[tier] ?? {};
  const billed = (Object.keys(quantities) as Meter[])
    .filter((meter) => quantities[meter] > 0)
    .map((meter) => ({
      model: `${model.provider}/${model.id}`,
      day: call.at.slice(0, 10),
      meter,
      quantity: quantities[meter],
      pico: BigInt(quantities[meter]) * BigInt(list[meter === 'reasoning' ? 'output' : meter] ?? 0) * BigInt(times),
    }));
  const usage = USAGE[model.provider]?.({ ...quantities, all }, tier);
  // Without a last chunk the application has only what it counted itself, or nothing.
  if (ended === 'cut_blind') return { event: { ...event, error_code: 'cut' }, billed: null };
  if (ended === 'cut' && model.provider === 'openai') {
    const counted = { tokens_in: all, tokens_cached: quantities.read, tokens_out: quantities.output };
    return { event: { ...event, ...counted, service_tier: tier, error_code: 'cut' }, billed };
  }
  return { event: { ...event, usage, ...(ended === 'cut' ? { error_code: 'cut' } : {}) }, billed };
}

type Counted = Record<Meter, number> & { all: number };

/** Each provider's own usage object, by its own convention. */
const USAGE: Readonly<Record<string, (counted: Counted, tier: string) => object>> = {
  openai: ({ all, read, output, reasoning }, service_tier) => ({
    prompt_tokens: all,
    completion_tokens: output + reasoning,
    total_tokens: all + output + reasoning,
    prompt_tokens_details: { cached_tokens: read, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoning, audio_tokens: 0 },
    service_tier,
  }),
  anthropic: ({ input, read, write_5m, write_1h, output, search }, service_tier) => ({
    input_tokens: input,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: write_5m + write_1h,
    cache_creation: { ephemeral_5m_input_tokens: write_5m, ephemeral_1h_input_tokens: write_1h },
    output_tokens: output,
    server_tool_use: { web_search_requests: search },
    service_tier,
  }),
  google: ({ all, read, output, reasoning }) => ({
    promptTokenCount: all,
    cachedContentTokenCount: read,
    candidatesTokenCount: output,
    thoughtsTokenCount: reasoning,
    totalTokenCount: all + output + reasoning,
  }),
};

const METERS: Readonly<Record<Meter, { meter: string; when?: object; per: number }>> = {
  input: { meter: 'tokens_in', per: 1_000_000 },
  read: { meter: 'tokens_cached', per: 1_000_000 },
  write_5m: { meter: 'tokens_cache_write', when: { cache_ttl: '5m' }, per: 1_000_000 },
  write_1h: { meter: 'tokens_cache_write', when: { cache_ttl: '1h' }, per: 1_000_000 },
  output: { meter: 'tokens_out', per: 1_000_000 },
  reasoning: { meter: 'tokens_reasoning', per: 1_000_000 },
  search: { meter: 'tool_calls:web_search', per: 1 },
};

/** The price lists as entries of the registry: `POST /api/v1/models`. */
export const priceEntries = (): object[] =>
  MODELS.map(({ provider, id, tiers, long }) => ({
    provider,
    model_id: id,
    prices: Object.entries(tiers).flatMap(([tier, list]) =>
      (Object.keys(list) as Meter[]).flatMap((name) => {
        const { meter, when, per } = METERS[name];
        const pico = (list[name] ?? 0) * per;
        const row = (times: number, more: object) => ({
          ...{ meter, per, effective_from: '2026-01-01' },
          amount: `${Math.floor((pico * times) / 1e12)}.${String((pico * times) % 1e12).padStart(12, '0')}`,
          when: { ...when, ...(tier === 'standard' ? {} : { service_tier: tier }), ...more },
        });
        return [row(1, {}), ...(long ? [row(long.times, { input_tokens_gte: long.from })] : [])];
      }),
    ),
  }));
