import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ScoredItem } from '#server/evals/domain/scored-item.ts';
import { gateInput } from '#test/builders/gate-input.ts';
import { decideGate, type GateDecision } from './decide-gate.ts';

/** Answers of four models to the same 1,000 questions, recorded in March and June 2023. */
const RECORDED = new URL('../../../../shared/data/llmdrift-prime.jsonl', import.meta.url);

interface RecordedAnswer {
  readonly item: string;
  readonly category: string;
  readonly expected: string;
  readonly model: string;
  readonly output: string;
}

/** The last word "yes" or "no" of the answer must be the expected one; an answer without either is wrong. */
function scored({ item, category, expected, output }: RecordedAnswer): ScoredItem {
  const last = [...output.matchAll(/\b(yes|no)\b/gi)].at(-1)?.[1]?.toLowerCase();
  return { item, category, weight: 1, cluster: null, scores: [last === expected.toLowerCase() ? 1 : 0] };
}

function readRuns(): ReadonlyMap<string, readonly ScoredItem[]> {
  const lines = readFileSync(RECORDED, 'utf8').trimEnd().split('\n');
  const answers = lines.map((line): RecordedAnswer => JSON.parse(line));
  const byModel = Map.groupBy(answers, ({ model }) => model);
  return new Map([...byModel].map(([model, own]) => [model, own.map(scored)]));
}

const percentOf = (share: number | null | undefined) => Number(((share ?? Number.NaN) * 100).toFixed(1));
const absent = !existsSync(RECORDED);

describe.skipIf(absent)(
  absent ? `recorded answers (skipped: ${RECORDED.pathname} is absent)` : 'recorded answers',
  () => {
    const runs = absent ? new Map<string, readonly ScoredItem[]>() : readRuns();
    const move = (from: string, to: string): GateDecision =>
      decideGate(gateInput({ baseline: runs.get(from) ?? [], candidate: runs.get(to) ?? [] }));
    const figures = (decision: GateDecision) =>
      decision.datasets[0]?.categories.map(({ name, verdict, baseline, candidate }) => {
        return [name, verdict, percentOf(baseline), percentOf(candidate)];
      });

    test('gpt-3.5-turbo-0613 to gpt-4-0314 passes in both categories, proven', () => {
      const found = move('gpt-3.5-turbo-0613', 'gpt-4-0314');
      expect(found).toMatchObject({ verdict: 'pass', reasons: [] });
      expect(figures(found)).toEqual([
        ['composite', 'pass', 65.6, 70.4],
        ['prime', 'pass', 86.6, 97.6],
      ]);
      expect(percentOf(found.datasets[0]?.overall?.candidate)).toBe(84);
    });

    test('gpt-4-0314 to gpt-4-0613 fails, naming prime, although composite rises', () => {
      const found = move('gpt-4-0314', 'gpt-4-0613');
      expect(found).toMatchObject({ verdict: 'fail', overrideAllowed: false, needs: null });
      expect(found.reasons.map(({ code, category }) => [code, category])).toEqual([['drop', 'prime']]);
      expect(found.reasons[0]?.sentence).toBe(
        'prime drops by 95.2 points, from 97.6 % to 2.4 %; the margin allows 2.0 points.',
      );
      expect(figures(found)).toEqual([
        ['composite', 'pass', 70.4, 99.8],
        ['prime', 'fail', 97.6, 2.4],
      ]);
      expect(percentOf(found.datasets[0]?.overall?.candidate)).toBe(51.1);
    });

    test('gpt-3.5-turbo-0301 to 0613 fails, naming composite, although the average rises from 50.0 to 76.1 %', () => {
      const found = move('gpt-3.5-turbo-0301', 'gpt-3.5-turbo-0613');
      expect(found.verdict).toBe('fail');
      expect(found.reasons.map(({ code, category }) => [code, category])).toEqual([['drop', 'composite']]);
      expect(figures(found)?.[0]).toEqual(['composite', 'fail', 87.6, 65.6]);
      expect(percentOf(found.datasets[0]?.overall?.baseline)).toBe(50);
      expect(percentOf(found.datasets[0]?.overall?.candidate)).toBe(76.1);
    });
  },
);
