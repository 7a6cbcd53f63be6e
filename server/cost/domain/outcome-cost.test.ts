import { expect, test } from 'vitest';
import { HOUR_MS, taskFacts } from '#test/builders/task-facts.ts';
import { type OutcomeCostRules, outcomeCost } from './outcome-cost.ts';

const rules: OutcomeCostRules = { nowMs: 48 * HOUR_MS, horizonMs: 24 * HOUR_MS, withoutOutcome: 'failure', seed: 1 };

const COSTS = [0.01, 0.012, 0.03, 0.008, 0.011, 0.025, 0.009, 0.01, 0.04, 0.013];
const ten = COSTS.map((dollars, i) => taskFacts(dollars, { succeeded: i !== 2 && i !== 8 }));

test('ten tasks, eight successes: 0.021 dollars, with the method of the interval', () => {
  const found = outcomeCost(ten, rules);
  expect(found.perOutcome?.ratio).toBeCloseTo(0.021, 12);
  expect(found.perOutcome?.standardError).toBeCloseTo(0.0075874531, 9);
  expect(found.perOutcome).toMatchObject({ method: 'studentised_bootstrap', bound: 'figure' });
  expect(found).toMatchObject({ tasks: 10, succeeded: 8, spentPico: 168_000_000_000n, missing: null });
});

test('task A takes three attempts to succeed, task B fails: 0.06 an outcome, a third of the cost was retried', () => {
  const a = taskFacts(0.04, { attempts: 3, retriedPico: 20_000_000_000n });
  const found = outcomeCost([a, taskFacts(0.02, { succeeded: false })], rules);
  expect(found.perOutcome?.ratio).toBeCloseTo(0.06, 12);
  expect(found).toMatchObject({ tasks: 2, attempts: 4 });
  expect(found.retriesShare).toBeCloseTo(0.02 / 0.06, 12);
});

test('all tasks fail: no figure, but the amount spent', () => {
  const found = outcomeCost([taskFacts(0.02, { succeeded: false })], rules);
  expect(found).toMatchObject({ perOutcome: null, perValue: null, missing: 'no_success', spentPico: 20_000_000_000n });
});

test('no task is mature yet: no figure', () => {
  const young = taskFacts(1, { startedAtMs: 47 * HOUR_MS });
  expect(outcomeCost([young], rules)).toMatchObject({ tasks: 0, immature: 1, missing: 'no_mature_task' });
});

test('a task is mature when it is exactly as old as the horizon, also after an early success', () => {
  const at = (hour: number) => taskFacts(1, { startedAtMs: hour * HOUR_MS });
  expect(outcomeCost([at(24), at(24.001)], rules)).toMatchObject({ tasks: 1, immature: 1, succeeded: 1 });
});

test('a mature task without outcome is a failure, or is left out where the project is set so', () => {
  const tasks = [taskFacts(1), taskFacts(3, { succeeded: null })];
  expect(outcomeCost(tasks, rules)).toMatchObject({ tasks: 2, withoutOutcome: 1, perOutcome: { ratio: 4 } });
  const excluding = outcomeCost(tasks, { ...rules, withoutOutcome: 'excluded' });
  expect(excluding).toMatchObject({ tasks: 1, withoutOutcome: 1, perOutcome: { ratio: 1 } });
});

test('unknown costs make the figure a lower bound, beside the figure of tasks whose costs are all known', () => {
  const tasks = [taskFacts(1), taskFacts(2), taskFacts(0, { unknownCostAttempts: 1 })];
  expect(outcomeCost(tasks, rules)).toMatchObject({
    tasks: 3,
    tasksWhollyKnown: 2,
    unknownCostAttempts: 1,
    perOutcome: { ratio: 1, bound: 'at_least' },
    perOutcomeWhollyKnown: { ratio: 1.5 },
  });
});

test('no attempt has a known cost: unknown, never 0', () => {
  const found = outcomeCost([taskFacts(0, { unknownCostAttempts: 1 })], rules);
  expect(found).toMatchObject({ perOutcome: null, missing: 'no_known_cost' });
});

test('costs of tools and people count, those of a judge are a line of their own', () => {
  const costPico = { llm: 10n ** 10n, tool: 10n ** 11n, human: 10n ** 12n, infrastructure: 10n ** 9n };
  const found = outcomeCost([taskFacts(0, { costPico, judgePico: 5n * 10n ** 12n })], rules);
  expect(found.perOutcome?.ratio).toBeCloseTo(1.111, 12);
  expect(found.judgePico).toBe(5n * 10n ** 12n);
});

test('by value: a success worth 9 and one worth 1; a success without a value leaves no such figure', () => {
  const valued = [taskFacts(1, { value: 9 }), taskFacts(1, { value: 1 }), taskFacts(3, { succeeded: false })];
  expect(outcomeCost(valued, rules).perValue?.ratio).toBeCloseTo(0.5, 12);
  expect(outcomeCost([...valued, taskFacts(1)], rules).perValue).toBeNull();
});
