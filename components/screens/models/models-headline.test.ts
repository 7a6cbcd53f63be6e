import { describe, expect, test } from 'vitest';
import { type CalendarRow, type ModelsFacts, modelsEvidence, modelsHeadline, type Proof } from './models-headline.ts';

const NOW = Date.UTC(2026, 10, 27);
const row = (name: string, days: number, prompts: number): CalendarRow => ({
  name: `acme/${name}`,
  provider: 'acme',
  modelId: name,
  registered: true,
  owner: null,
  retiresOn: new Date(NOW + days * 86_400_000).toISOString().slice(0, 10),
  days,
  from: 'registry',
  certainty: null,
  sourceUrl: null,
  seenOn: null,
  replacement: null,
  cells: [],
  prompts,
  proposed: false,
  notice: null,
});
const proof = (modelId: string, states: Proof['state'][], refusal: Proof['refusal'] = null): Proof => ({
  provider: 'acme',
  modelId,
  to: { provider: 'acme', model: 'next' },
  refusal,
  state: states[0] ?? 'unproven',
  prompts: states.map((state, i) => ({
    ...{ prompt: `p${i}`, environment: 'production', version: 1, state, at: null, ofVersion: null },
  })),
});
const facts = (rows: CalendarRow[], proofs: Proof[] = [], total = 5): ModelsFacts => ({
  total,
  calendar: { asOf: '2026-11-26', rows, asked: [], undated: [] },
  proofs,
  now: NOW,
});
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the sentence of the models page', () => {
  test.for<[string, ModelsFacts, string]>([
    ['an empty registry', facts([], [], 0), 'No model is registered yet.'],
    ['nothing retires', facts([]), 'Nothing that serves is known to retire within 180 days.'],
    [
      'what serves nowhere is no news',
      facts([row('idle', 3, 0)]),
      'Nothing that serves is known to retire within 180 days.',
    ],
    ['no fallback', facts([row('a', 21, 3)]), 'acme/a retires in 21 days; it has no fallback.'],
    [
      'a part is proven',
      facts([row('a', 21, 3)], [proof('a', ['proven', 'stale', 'proven'])]),
      'acme/a retires in 21 days; 2 of its 3 prompts have a proven replacement.',
    ],
    [
      'the one is proven',
      facts([row('a', 1, 1)], [proof('a', ['proven'])]),
      'acme/a retires tomorrow; its replacement is proven.',
    ],
    [
      'the one failed',
      facts([row('a', 1, 1)], [proof('a', ['failed'])]),
      'acme/a retires tomorrow; its replacement is refused by the gate.',
    ],
    [
      'the fallback retires first',
      facts([row('a', 9, 1)], [proof('a', ['proven'], { code: 'replacement_retires_first', message: 'x' })]),
      'acme/a retires in 9 days; its fallback retires no later.',
    ],
    [
      'a retired model that serves comes first',
      facts([row('old', -2, 2), row('a', 9, 1)]),
      'acme/old retired on 25 Nov and still serves 2 prompts; it has no fallback.',
    ],
  ])('%s', ([, given, expected]) => expect(plain(modelsHeadline(given))).toBe(expected));

  test('the line below it names the next ones and the day of the list', () => {
    expect(plain(modelsEvidence(facts([row('a', 9, 1), row('b', 40, 1)], [proof('b', ['unproven'])])))).toBe(
      'Then acme/b retires in 40 days, its replacement is not proven. The list of deprecations is of 26 Nov.',
    );
  });
});
