/** Recorded answers of real models (../shared/data), where that directory is there, priced as each test states. */
import { existsSync, readFileSync } from 'node:fs';
import type { AnsweredTwice } from '#server/cost/domain/smaller-model.ts';

export const MMLU = new URL('../../../shared/data/routellm-mmlu.csv', import.meta.url);
export const DRIFT = new URL('../../../shared/data/llmdrift-prime.jsonl', import.meta.url);

export const AZURE = new URL('../../../shared/data/azure-llm-conv-2023.csv', import.meta.url);

/** The name of a group of tests, with a note where the file is absent. */
export const nameOf = (name: string, file: URL): string =>
  existsSync(file) ? name : `${name} (skipped: ${file.pathname} is absent)`;

/** 10⁻¹² dollars a token read: 10.00 dollars a million for gpt-4-1106-preview, 0.60 for mixtral-8x7b. */
const LARGE_PICO = 10_000_000n;
const SMALL_PICO = 600_000n;
const CHARS_PER_TOKEN = 4;

/** The 14,042 paired answers with the prompt's characters; four characters count as a token, and answers as free. */
export function readMmlu(): (AnsweredTwice & { promptChars: number })[] {
  const lines = readFileSync(MMLU, 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => {
    const [category = '', , chars, small, large] = line.split(',');
    const promptChars = Number(chars);
    const tokens = BigInt(Math.ceil(promptChars / CHARS_PER_TOKEN));
    return {
      category,
      promptChars,
      smallRight: small === '1',
      largeRight: large === '1',
      smallPico: tokens * SMALL_PICO,
      largePico: tokens * LARGE_PICO,
    };
  });
}
