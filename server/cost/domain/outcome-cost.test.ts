import { expect, test } from 'vitest';
import { costOfTasks, taskFacts } from '#test/builders/task-facts.ts';

const COSTS = [0.01, 0.012, 0.03, 0.008, 0.011, 0.025, 0.009, 0.01, 0.04, 0.013];
const ten = COSTS.map((dollars, i) => taskFacts(dollars, { ended: i === 2 || i === 8 ? 'failed' : 'succeeded' }));

test('ten tasks, eight successes: 0.021 dollars, with the method of the interval', () => {
  const found = costOfTasks(ten);
  expect(found.perOutcome?.ratio).toBeCloseTo(0.021, 12);
  expect(found.perOutcome?.standardError).toBeCloseTo(0.0075874531, 9);
  expect(found.perOutcome?.low).toBeCloseTo(0.0083504, 7);
  expect(found.perOutcome?.high).toBeCloseTo(0.0481487, 7);
  expect(found.perOutcome).toMatchObject({ method: 'fieller', bound: 'figure' });
  expect(found).toMatchObject({ tasks: 10, succeeded: 8, spentPico: 168_000_000_000n, missing: null });
});

test('task A takes three attempts to succeed, task B fails: 0.06 an outcome, a third of the cost was retried', () => {
  const a = taskFacts(0.04, { attempts: 3, retriedPico: 20_000_000_000n });
  const found = costOfTasks([a, taskFacts(0.02, { ended: 'failed' })]);
  expect(found.perOutcome?.ratio).toBeCloseTo(0.06, 12);
  expect(found).toMatchObject({ tasks: 2, attempts: 4 });
  expect(found.retriesShare).toBeCloseTo(0.02 / 0.06, 12);
});

test('all tasks fail: no figure, but what was spent', () => {
  const found = costOfTasks([taskFacts(0.02, { ended: 'failed' })]);
  expect(found).toMatchObject({ perOutcome: null, perValue: null, missing: 'no_success', spentPico: 20_000_000_000n });
});

test('no task: no figure', () => expect(costOfTasks([])).toMatchObject({ tasks: 0, missing: 'no_mature_task' }));

test('a mature task without an outcome counts as one that failed, and is counted apart', () => {
  const tasks = [taskFacts(1), taskFacts(3, { ended: 'unknown' })];
  expect(costOfTasks(tasks)).toMatchObject({ tasks: 2, withoutOutcome: 1, perOutcome: { ratio: 4 } });
});

test('unknown costs make the figure a lower bound, beside the figure of tasks whose costs are all known', () => {
  const tasks = [taskFacts(1), taskFacts(2), taskFacts(0, { unknownCostAttempts: 1 })];
  expect(costOfTasks(tasks)).toMatchObject({
    tasks: 3,
    tasksWhollyKnown: 2,
    unknownCostAttempts: 1,
    perOutcome: { ratio: 1, bound: 'at_least' },
    perOutcomeWhollyKnown: { ratio: 1.5 },
  });
});

test('no attempt has a known cost: unknown, never 0', () => {
  const found = costOfTasks([taskFacts(0, { unknownCostAttempts: 1 })]);
  expect(found).toMatchObject({ perOutcome: null, missing: 'no_known_cost' });
});

test('tools, people and infrastructure count', () => {
  const costPico = { llm: 10n ** 10n, tool: 10n ** 11n, human: 10n ** 12n, infrastructure: 10n ** 9n };
  const found = costOfTasks([taskFacts(0, { costPico })]);
  expect(found.perOutcome?.ratio).toBeCloseTo(1.111, 12);
});

test('by value: a success worth 9 and one worth 1; a success without a value leaves no such figure', () => {
  const valued = [taskFacts(1, { value: 9 }), taskFacts(1, { value: 1 }), taskFacts(3, { ended: 'failed' })];
  expect(costOfTasks(valued).perValue?.ratio).toBeCloseTo(0.5, 12);
  expect(costOfTasks([...valued, taskFacts(1)]).perValue).toBeNull();
});
