import { readFileSync } from 'node:fs';
import { dataFile } from '../lib/data.ts';

/** One recorded answer of `llmdrift-prime.jsonl` (Chen, Zaharia, Zou 2023; Apache-2.0). */
export type Recorded = {
  item: string;
  category: 'prime' | 'composite';
  query: string;
  expected: string;
  model: string;
  temperature: number;
  output: string;
  latency_ms: number;
  cost_usd: number;
  tokens_out: number;
  /** `07/02/2023, 21:28:40` */
  recorded_at: string;
};

export const readRecorded = (): Recorded[] =>
  readFileSync(dataFile('llmdrift-prime.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

export const DATASET = 'llmdrift-prime';
export const TEMPLATE = 'Is {{number}} a prime number? Think step by step and then answer "[Yes]" or "[No]".';

/** The last word yes or no of the answer, whatever its case, must equal what is expected. */
export const SCORERS = [
  {
    type: 'equals',
    name: 'last yes or no',
    ignore_case: true,
    extract: { pattern: '\\b(yes|no)\\b', group: 1, take: 'last', ignore_case: true },
  },
];

/** The same rule by hand: what the example's events carry as their quality. */
export const isRight = (row: Recorded): boolean =>
  [...row.output.matchAll(/\b(yes|no)\b/gi)].at(-1)?.[1]?.toLowerCase() === row.expected.toLowerCase();

/** The number that the recorded question asks for; throws when the template would not render the very question. */
export function numberOf(query: string): string {
  const number = /^Is (\d+) a prime/.exec(query)?.[1];
  if (number === undefined || TEMPLATE.replace('{{number}}', number) !== query)
    throw new Error(`unexpected question: ${query}`);
  return number;
}

/** `07/02/2023, 21:28:40` as ms since 1970 (the file names no zone; only differences matter). */
export function recordedAt(text: string): number {
  const [, month, day, year, time] = /^(\d+)\/(\d+)\/(\d+), (.*)$/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${time}Z`);
}

/** Two prompts, each a line of models as its versions. */
export const PROMPTS = [
  { name: 'maths/is-prime', models: ['gpt-3.5-turbo-0613', 'gpt-4-0314', 'gpt-4-0613'] },
  { name: 'maths/is-prime-turbo', models: ['gpt-3.5-turbo-0301', 'gpt-3.5-turbo-0613'] },
];

/** US dollars per million tokens as listed in June 2023. */
export const MODELS = [
  { model_id: 'gpt-4-0314', input: 30, output: 60, context: 8192 },
  { model_id: 'gpt-4-0613', input: 30, output: 60, context: 8192 },
  { model_id: 'gpt-3.5-turbo-0301', input: 2, output: 2, context: 4096 },
  { model_id: 'gpt-3.5-turbo-0613', input: 1.5, output: 2, context: 4096 },
];
