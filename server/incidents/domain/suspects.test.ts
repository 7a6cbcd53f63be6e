import { expect, test } from 'vitest';
import type { IncidentScope } from './incident.ts';
import { rankSuspects, triggerOf } from './suspects.ts';

const START = Date.parse('2026-11-22T09:14:14Z');
const SCOPE: IncidentScope = { prompt: 'orders/extract', version: 31, environment: 'production', model: 'acme/mini' };
const change = (title: string, secondsBefore: number, more: object = {}) => ({
  ...{ title, at: START - secondsBefore * 1000, kind: 'deployment' },
  ...{ environment: null as string | null, prompt: null as string | null, model: null as string | null },
  ...more,
});

test('ranks by scope and closeness in time, changes before the impact only', () => {
  const found = rankSuspects(
    [
      change('another prompt', 100 * 60, { prompt: 'docs/summarise', environment: 'production' }),
      change('the model', 22 * 60, { kind: 'price', model: 'acme/mini' }),
      change('the prompt', 12, { prompt: 'orders/extract', environment: 'production' }),
      change('the prompt in staging', 12, { prompt: 'orders/extract', environment: 'staging' }),
      change('the rollback', -60, { prompt: 'orders/extract' }),
      change('at the first bad minute', 0, { prompt: 'orders/extract' }),
      change('another incident', 5, { kind: 'incident', prompt: 'orders/extract' }),
      change('a gate', 5, { kind: 'gate', prompt: 'orders/extract' }),
    ],
    SCOPE,
    START,
  );
  expect(found.map(({ title, score }) => [title, Math.round(score * 100) / 100])).toEqual([
    ['the prompt', 2.99],
    ['the model', 1.39],
    ['the prompt in staging', 1],
    ['another prompt', 0.19],
  ]);
  expect(triggerOf(found)?.title).toBe('the prompt');
});

test.each([
  ['16 min before', 16 * 60, { prompt: 'orders/extract' }, null],
  ['15 min before', 15 * 60, { prompt: 'orders/extract' }, 'it'],
  ['just before, of the project only', 30, {}, null],
])('the probable trigger: a change %s', (_, before, more, title) => {
  expect(triggerOf(rankSuspects([change('it', before, more)], SCOPE, START))?.title ?? null).toBe(title);
});

test('a change within the first bad minute may be its trigger, one after it is not', () => {
  const minute = Date.parse('2026-11-22T09:14:00Z');
  const within = { ...change('within', 0, { prompt: 'orders/extract' }), at: minute + 40_000 };
  const after = { ...change('after', 0, { prompt: 'orders/extract' }), at: minute + 60_000 };
  const found = rankSuspects([within, after], SCOPE, minute);
  expect(found).toMatchObject([{ title: 'within', beforeMs: 0, score: 3 }]);
  expect(triggerOf(found)?.title).toBe('within');
});
