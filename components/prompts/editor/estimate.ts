import type { Body } from '#server/prompts/domain/content.ts';
import { textsOf } from '#server/prompts/domain/variables.ts';

/** What one model costs, in US dollars a million tokens. */
export type ModelPrice = { model: string; inputPerMtok: number | null; outputPerMtok: number | null };

/** The usual rule of thumb for English. Every tokenizer counts differently, so screens name this method. */
const CHARACTERS_PER_TOKEN = 4;

/** Tokens of a body, estimated as characters / 4, all messages together. */
export function estimateTokens(body: Body): number {
  const characters = textsOf(body).reduce((sum, text) => sum + text.length, 0);
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** The most that one request costs, in US dollars: the whole text in, the output limit out. Null where unknown. */
export function costAtMost(tokensIn: number, tokensOutMax: number | null, price: ModelPrice | null): number | null {
  if (!price || price.inputPerMtok === null || price.outputPerMtok === null || tokensOutMax === null) return null;
  return (tokensIn * price.inputPerMtok + tokensOutMax * price.outputPerMtok) / 1_000_000;
}

/** The price of `text`: `provider/id` exactly, or a bare id that only one model has. */
export function priceOf(text: string, prices: readonly ModelPrice[]): ModelPrice | null {
  const exact = prices.find(({ model }) => model === text);
  if (exact) return exact;
  const bare = prices.filter(({ model }) => model.slice(model.indexOf('/') + 1) === text);
  return bare.length === 1 ? (bare[0] ?? null) : null;
}
