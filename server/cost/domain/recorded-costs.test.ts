import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DRIFT, nameOf } from '#test/builders/recorded-models.ts';
import { costOfTasks, taskFacts } from '#test/builders/task-facts.ts';
import { dollarsOf } from './dollars.ts';

interface Recorded {
  readonly category: string;
  readonly query: string;
  readonly expected: string;
  readonly model: string;
  readonly output: string;
  readonly tokens_out: number;
}

/** Assumed: gpt-4 at 30 dollars a million tokens in and 60 out, in 10⁻¹² dollars a token; four characters a token. */
const IN_PICO = 30_000_000n;
const OUT_PICO = 60_000_000n;

function read(model: string, category: string) {
  const lines = readFileSync(DRIFT, 'utf8').trimEnd().split('\n');
  const own = lines
    .map((line): Recorded => JSON.parse(line))
    .filter((r) => r.model === model && r.category === category);
  return own.map(({ query, output, expected, tokens_out }) => {
    const last = [...output.matchAll(/\b(yes|no)\b/gi)].at(-1)?.[1]?.toLowerCase();
    const llm = BigInt(Math.ceil(query.length / 4)) * IN_PICO + BigInt(tokens_out) * OUT_PICO;
    const costPico = { llm, tool: 0n, human: 0n, infrastructure: 0n };
    return taskFacts(0, { costPico, ended: last === expected.toLowerCase() ? 'succeeded' : 'failed' });
  });
}

describe.skipIf(!existsSync(DRIFT))(
  nameOf('gpt-4 in March and June 2023, per question and per right answer', DRIFT),
  () => {
    const figures = (model: string, category: string) => {
      const found = costOfTasks(read(model, category));
      return { perQuestion: dollarsOf(found.spentPico) / found.tasks, perRight: found.perOutcome, n: found.tasks };
    };

    test('prime: June costs a 22nd of March per question, and 1.8 times as much per right answer', () => {
      const march = figures('gpt-4-0314', 'prime');
      const june = figures('gpt-4-0613', 'prime');
      expect([march.n, june.n]).toEqual([500, 500]);
      expect(march.perQuestion / june.perQuestion).toBeCloseTo(22.64, 2);
      expect(march.perRight?.ratio).toBeCloseTo(0.0178, 4);
      expect(june.perRight?.ratio).toBeCloseTo(0.0321, 4);
      // With twelve right answers the interval is wide, and it is still wholly above March's.
      expect(june.perRight?.low).toBeGreaterThan(march.perRight?.high ?? Number.NaN);
    });

    test('composite: June is cheaper by both', () => {
      const march = figures('gpt-4-0314', 'composite');
      const june = figures('gpt-4-0613', 'composite');
      expect(march.perQuestion / june.perQuestion).toBeCloseTo(12.38, 2);
      expect((march.perRight?.ratio ?? 0) / (june.perRight?.ratio ?? 1)).toBeCloseTo(17.55, 2);
    });
  },
);
