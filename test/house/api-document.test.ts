import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SCORER_TYPES } from '#server/evals/domain/scorers/scorer-types.ts';
import { DEFAULT_GATE_RULES } from '#server/gates/domain/policy.ts';
import { METRICS } from '#server/telemetry/query/domain/metric-name.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8');

/** The names in backticks that follow `lead` in docs/api.md, up to the end of the sentence. */
const namesAfter = (lead: string): string[] => {
  const [, , rest = ''] = new RegExp(`(${lead})([^.]*)\\.`).exec(text) ?? [];
  return [...rest.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
};

// The routes are compared in server/run/openapi.http.test.ts.
test.each([
  ['types of scorers', '`type` one of', SCORER_TYPES],
  ['metrics', '`metric` is one of', METRICS],
])('docs/api.md lists all %s, in one order with the code', (_, lead, names) => {
  expect(namesAfter(lead)).toEqual([...names]);
});

test('docs/api.md names the policy that a gate has by default', () => {
  expect(/`(\w+)` \(default\)/.exec(text)?.[1]).toBe(DEFAULT_GATE_RULES.policy);
});
