import { MODELS, type SimPrompt } from './company.ts';
import type { Random } from './random.ts';

export type GoldenItem = { id: string; input: Record<string, string>; expected: string; category: string };
export type RecordedResult = {
  item: string;
  output: string;
  latency_ms: number;
  cost_usd: number;
  tokens_in: number;
  tokens_out: number;
};

/** Share of right answers by version (in order) and category. A category left out keeps the mean of the version. */
const ACCURACY: Record<string, Record<string, number>[]> = {
  'search/answer': [
    { availability: 0.9, comparison: 0.72, 'how-to': 0.84, returns: 0.86 },
    { availability: 0.9, comparison: 0.76, 'how-to': 0.86, returns: 0.86 },
    { availability: 0.92, comparison: 0.78, 'how-to': 0.88, returns: 0.88 },
    { availability: 0.92, comparison: 0.86, 'how-to': 0.92, returns: 0.9 },
  ],
  'support/triage': [
    { billing: 0.9, delivery: 0.92, refunds: 0.84, technical: 0.9 },
    { billing: 0.92, delivery: 0.94, refunds: 0.9, technical: 0.92 },
    { billing: 0.94, delivery: 0.94, refunds: 0.86, technical: 0.94 },
  ],
  'support/reply': [
    { billing: 0.86, delivery: 0.88, refunds: 0.84, tone: 0.92 },
    { billing: 0.9, delivery: 0.9, refunds: 0.78, tone: 0.54 },
    { billing: 0.88, delivery: 0.9, refunds: 0.88, tone: 0.94 },
  ],
  'orders/extract': [
    { 'purchase-order': 0.96, change: 0.92, cancellation: 0.96 },
    { 'purchase-order': 0.98, change: 0.96, cancellation: 0.98 },
  ],
};

/** How another model answers a version that serves: its share of right answers, and tokens for each one of its own model. */
export type Rehearsed = { version: number; model: string; accuracy: Record<string, number>; tokens: number };

/** Versions that were run with the fallback of their model before that goes: one prompt may move, one may not. */
export const REHEARSED: Record<string, Rehearsed> = {
  'search/answer': {
    version: 3,
    model: 'ferry-1',
    accuracy: { availability: 0.92, comparison: 0.58, 'how-to': 0.88, returns: 0.88 },
    tokens: 1.1,
  },
  'orders/extract': {
    version: 2,
    model: 'ferry-1',
    accuracy: { 'purchase-order': 0.98, change: 0.98, cancellation: 0.98 },
    tokens: 1.1,
  },
};

const ITEMS_PER_CATEGORY = 50;

/** `search/answer` → `search-answer-golden` */
export const datasetName = (prompt: SimPrompt): string => `${prompt.name.replace('/', '-')}-golden`;

export const SCORERS = [{ type: 'equals', name: 'right', ignore_case: true }];

/** A golden set: 50 items a category, each with the variables of the prompt's template. */
export function goldenItems(prompt: SimPrompt): GoldenItem[] {
  const variables = [
    ...new Set(prompt.versions.flatMap((v) => [...v.template.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1] ?? ''))),
  ];
  return prompt.queryTypes.flatMap((category) =>
    Array.from({ length: ITEMS_PER_CATEGORY }, (_, i) => ({
      id: `${category}-${i + 1}`,
      input: Object.fromEntries(variables.map((name) => [name, `Simulated ${name} ${i + 1} about ${category}`])),
      expected: `${category} ${i + 1}`,
      category,
    })),
  );
}

/**
 * What version `number` answered on each item. An item has one difficulty for all versions, so a better version is right
 * wherever a worse one is, and the differences between versions are exactly those of the table. `by`: another model than
 * its own.
 */
export function recordedResults(
  prompt: SimPrompt,
  number: number,
  items: readonly GoldenItem[],
  random: Random,
  by?: Rehearsed,
): RecordedResult[] {
  const model = MODELS[by?.model ?? prompt.versions[number - 1]?.model ?? ''];
  const accuracy = by?.accuracy ?? ACCURACY[prompt.name]?.[number - 1] ?? {};
  const tokens = by?.tokens ?? 1;
  const rank = new Map<string, number>();
  return items.map((item) => {
    const seen = rank.get(item.category) ?? 0;
    rank.set(item.category, seen + 1);
    // 37 is coprime to 50: ranks are a permutation of the difficulties, so shares come out exactly.
    const difficulty = ((seen * 37) % ITEMS_PER_CATEGORY) / ITEMS_PER_CATEGORY;
    const right = difficulty < (accuracy[item.category] ?? 0.85) - 1e-9;
    const tokensIn = Math.round(random.logNormal(prompt.tokensIn * tokens, 0.2));
    const tokensOut = Math.max(1, Math.round(random.logNormal(prompt.tokensOut * tokens, 0.3)));
    const cost = model ? (tokensIn * model.price.input + tokensOut * model.price.output) / 1e6 : 0;
    return {
      item: item.id,
      output: right ? item.expected : `not sure about ${item.category}`,
      latency_ms: Math.round(random.logNormal(model?.latencyMs ?? 1000, 0.3)),
      cost_usd: Math.round(cost * 1e7) / 1e7,
      tokens_in: tokensIn,
      tokens_out: tokensOut,
    };
  });
}
