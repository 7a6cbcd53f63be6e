import { type Hit, QUOTE_MAX } from './hit.ts';
import type { Part } from './parts.ts';

/** A served template, ready to be looked for in outputs. */
export type TemplateText = { text: string; runs: ReadonlySet<number> };

/** Words in a row that an output must share with the template; those of East Asian scripts are single characters. */
const RUN = 24;
/** Every so many words of the template a run begins. */
const EVERY = 6;
const TEMPLATE_WORDS_MAX = 8_000;
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu;

type Word = { word: string; start: number; end: number };

const wordsOf = (text: string): Word[] =>
  Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    ...{ word: word.toLowerCase(), start: index, end: index + word.length },
  }));

const join = (words: readonly Word[]): string => words.map(({ word }) => word).join(' ');

/** 32 bits of FNV-1a: only to look up; equal runs are compared as text. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A template by its runs of words; null where it is too short to be recognised. Variables are its gaps. */
export function templateText(template: string): TemplateText | null {
  const words = wordsOf(template.replaceAll(/\{\{[^}]{0,200}\}\}/g, ' ')).slice(0, TEMPLATE_WORDS_MAX);
  if (words.length < RUN) return null;
  const runs = new Set<number>();
  for (let i = 0; i + RUN <= words.length; i += EVERY) runs.add(hashOf(join(words.slice(i, i + RUN))));
  return { text: join(words), runs };
}

/**
 * Looks for the canary and for a long stretch of the template in what went out. A stretch of 29 words in a row is always
 * found, one of 24 to 28 where it begins as a run does. Linear in the output.
 */
export function findLeaks(
  parts: readonly Part[],
  { canaries, template }: { canaries: readonly string[]; template: TemplateText | null },
): Hit[] {
  const hits: Hit[] = [];
  for (const { part, text } of parts) {
    const where = { place: 'output', part, encoding: '' } as const;
    for (const canary of canaries) {
      const start = text.indexOf(canary);
      // The canary is not repeated in the hit: whoever reads it there knows it.
      const span = { start, end: start + canary.length };
      if (start >= 0) hits.push({ rule: 'canary_leak', weight: 1, ...span, ...where, quote: '' });
    }
    if (template === null) continue;
    const words = wordsOf(text);
    for (let i = 0; i + RUN <= words.length; i++) {
      const run = words.slice(i, i + RUN);
      const joined = join(run);
      if (!template.runs.has(hashOf(joined)) || !template.text.includes(joined)) continue;
      const [first, last] = [run[0], run.at(-1)];
      const [start, end] = [first?.start ?? 0, last?.end ?? 0];
      hits.push({
        rule: 'prompt_overlap',
        weight: 1,
        start,
        end,
        ...where,
        quote: text.slice(start, start + QUOTE_MAX),
      });
      break;
    }
  }
  return hits;
}
