import type { SimPrompt } from './company.ts';
import { MODELS } from './models.ts';
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

/** A version on another model than its own: what the prompt could move to, or what would be cheaper. */
export type Trial = { version: number; model: string; accuracy: Record<string, number> };

export const TRIALS: Record<string, Trial[]> = {
  // The replacement of a model that retires: as good for replies, worse at comparing products.
  'search/answer': [
    { version: 3, model: 'ferry-2', accuracy: { availability: 0.92, comparison: 0.62, 'how-to': 0.88, returns: 0.9 } },
  ],
  'support/reply': [
    { version: 1, model: 'ferry-2', accuracy: { billing: 0.88, delivery: 0.9, refunds: 0.88, tone: 0.94 } },
  ],
  // Version 2 went to the large model with its new wording; the wording alone would have been enough but for changes.
  'orders/extract': [
    { version: 2, model: 'atlas-2-mini', accuracy: { 'purchase-order': 0.98, change: 0.88, cancellation: 0.9875 } },
  ],
};

const ITEMS_PER_CATEGORY = 50;
/** Enough to prove within two points that a smaller model is not worse in a category. */
const ITEMS_OF: Record<string, number> = { 'orders/extract': 240 };

const itemsPerCategory = ({ name }: SimPrompt): number => ITEMS_OF[name] ?? ITEMS_PER_CATEGORY;

/** `search/answer` → `search-answer-golden` */
export const datasetName = (prompt: SimPrompt): string => `${prompt.name.replace('/', '-')}-golden`;

export const SCORERS = [{ type: 'equals', name: 'right', ignore_case: true }];

/** A golden set: as many items of each category, each with the variables of the prompt's template. */
export function goldenItems(prompt: SimPrompt): GoldenItem[] {
  const variables = [
    ...new Set(prompt.versions.flatMap((v) => [...v.template.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1] ?? ''))),
  ];
  return prompt.queryTypes.flatMap((category) =>
    Array.from({ length: itemsPerCategory(prompt) }, (_, i) => ({
      id: `${category}-${i + 1}`,
      input: Object.fromEntries(variables.map((name) => [name, `Simulated ${name} ${i + 1} about ${category}`])),
      expected: `${category} ${i + 1}`,
      category,
    })),
  );
}

/** What version `number` answered on its own model, by the table above. */
export const ofVersion = (prompt: SimPrompt, number: number): Trial => ({
  version: number,
  model: prompt.versions[number - 1]?.model ?? '',
  accuracy: ACCURACY[prompt.name]?.[number - 1] ?? {},
});

/**
 * What a version answered on each item. An item has one difficulty for all versions, so a better version is right
 * wherever a worse one is, and the differences between versions are exactly those of the table.
 */
export function recordedResults(
  prompt: SimPrompt,
  { version, model: name, accuracy }: Trial,
  items: readonly GoldenItem[],
  random: Random,
): RecordedResult[] {
  const model = MODELS[name];
  const inCategory = itemsPerCategory(prompt);
  const median = prompt.tokensOut[version - 1] ?? prompt.tokensOut.at(-1) ?? 1;
  const rank = new Map<string, number>();
  return items.map((item) => {
    const seen = rank.get(item.category) ?? 0;
    rank.set(item.category, seen + 1);
    // 37 is coprime to 50 and 240: ranks are a permutation of the difficulties, so shares come out exactly.
    const difficulty = ((seen * 37) % inCategory) / inCategory;
    const right = difficulty < (accuracy[item.category] ?? 0.85) - 1e-9;
    const tokensIn = Math.round(random.logNormal(prompt.tokensIn, 0.2));
    const tokensOut = Math.max(1, Math.round(random.logNormal(median, 0.3)));
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
