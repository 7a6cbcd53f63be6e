import { isRight, PROMPTS, type Recorded, recordedAt } from './figures.ts';

/**
 * The recorded answers as events whose newest happens at `endMs`. A model that the gate keeps out of production ran in
 * staging. The answers of gpt-3.5-turbo-0613 stand once, as version 1 of maths/is-prime.
 */
export function recordedEvents(recorded: readonly Recorded[], endMs: number): Record<string, unknown>[] {
  const shift = endMs - Math.max(...recorded.map((row) => recordedAt(row.recorded_at)));
  return recorded.map((row) => {
    const prompt = PROMPTS.find((one) => one.models.includes(row.model));
    return {
      id: idOf(row),
      outcome_id: idOf(row),
      at: new Date(recordedAt(row.recorded_at) + shift).toISOString(),
      provider: 'openai',
      model: row.model,
      prompt: prompt?.name,
      version: prompt === undefined ? undefined : prompt.models.indexOf(row.model) + 1,
      environment: row.model === 'gpt-4-0613' ? 'staging' : 'production',
      service: 'llmdrift',
      query_type: row.category,
      latency_ms: row.latency_ms,
      tokens_out: row.tokens_out,
      cost_usd: row.cost_usd,
      quality: isRight(row) ? 1 : 0,
      input_chars: row.query.length,
      tags: { category: row.category },
    };
  });
}

const idOf = ({ model, item }: Recorded): string => `llmdrift-${model}-${item}`;

/** Whether each answer was right, as the outcome of its task. */
export const recordedOutcomes = (recorded: readonly Recorded[], at: string): Record<string, unknown>[] =>
  recorded.map((row) => ({ id: `outcome of ${idOf(row)}`, outcome_id: idOf(row), success: isRight(row), at }));
