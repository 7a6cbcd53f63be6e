import { expect, test } from 'vitest';
import { checkAction } from './check-runbook.ts';
import type { Facts, PlaceFact } from './facts.ts';

const NOW = new Date('2026-11-27T12:00:00Z');
const PLACE: PlaceFact = {
  ...{ prompt: 'a', environment: 'production', isProtected: true, version: 3, model: 'acme/m', deploymentId: 'd3' },
  since: NOW,
  ...{ promotion: { id: 'p3', revision: 4 }, before: { version: 2, model: 'acme/m' } },
};
const model = (modelId: string, more: object = {}) => ({
  ...{ provider: 'acme', modelId, baseModel: null, fallback: null, deprecationDate: null, retirementDate: null },
  ...more,
});
const FACTS: Facts = {
  prompts: new Set(['a', 'b']),
  environments: new Set(['staging', 'production']),
  places: [PLACE],
  models: [model('m', { fallback: 'acme/f' }), model('f')],
  budgets: new Set(['the project', 'prompt a']),
  keys: new Set(['web']),
  channels: new Set(['ops']),
};
const place = (more: Partial<PlaceFact>): Partial<Facts> => ({ places: [{ ...PLACE, ...more }] });
const fallback = (models: Facts['models']): Partial<Facts> => ({ models });

test.for([
  ['a rollback of what a promotion brought', 'roll_back_prompt', {}, {}, null],
  ['a rollback that names its prompt', 'roll_back_prompt', { prompt: 'a', environment: 'production' }, {}, null],
  ['a prompt that was renamed', 'roll_back_prompt', { prompt: 'old' }, {}, 'prompt_missing'],
  ['an environment that is gone', 'roll_back_prompt', { environment: 'canary' }, {}, 'environment_missing'],
  ['a prompt that serves nowhere', 'roll_back_prompt', { prompt: 'b' }, {}, 'nothing_serves'],
  ['a first version', 'roll_back_prompt', { prompt: 'a' }, place({ before: null }), 'no_previous_version'],
  ['a protected place without a promotion', 'roll_back_prompt', {}, place({ promotion: null }), 'not_by_promotion'],
  ['an open place without a promotion', 'roll_back_prompt', {}, place({ promotion: null, isProtected: false }), null],
  ['the fallback of the registry', 'deploy_fallback', { prompt: 'a' }, {}, null],
  ['a model without a fallback', 'deploy_fallback', {}, fallback([model('m')]), 'no_fallback'],
  [
    'a fallback that was renamed',
    'deploy_fallback',
    {},
    fallback([model('m', { fallback: 'acme/f' })]),
    'fallback_missing',
  ],
  [
    'a fallback that the runbook names and nobody has',
    'deploy_fallback',
    { fallback: 'acme/x' },
    {},
    'fallback_missing',
  ],
  [
    ...['a fallback that retired', 'deploy_fallback', {}],
    ...[
      fallback([model('m', { fallback: 'acme/f' }), model('f', { retirementDate: '2026-11-27' })]),
      'fallback_retired',
    ],
  ],
  ['a fallback that serves already', 'deploy_fallback', { fallback: 'acme/m' }, {}, 'fallback_serves'],
  ['a place that names no model', 'deploy_fallback', {}, place({ model: null }), 'no_model'],
  ['any budget', 'change_budget', {}, {}, null],
  ['a budget that was deleted', 'change_budget', { budget: 'prompt x' }, {}, 'budget_missing'],
  ['a live key', 'block_key', { key: 'web' }, {}, null],
  ['a revoked key', 'block_key', { key: 'app' }, {}, 'key_missing'],
  ['a user', 'block_user', {}, {}, null],
  ['a cap on a prompt', 'cap_input_length', { prompt: 'a', environment: 'production' }, {}, null],
  ['a cap on a prompt that was renamed', 'cap_input_length', { prompt: 'old' }, {}, 'prompt_missing'],
  ['a silence of a folder', 'silence', { prompt: 'search/*' }, {}, null],
  ['a silence of a prompt that was renamed', 'silence', { prompt: 'old' }, {}, 'prompt_missing'],
  ['any channel', 'notify', {}, {}, null],
  ['a channel that was renamed', 'notify', { channel: 'old' }, {}, 'channel_missing'],
] as [string, string, Record<string, string>, Partial<Facts>, string | null][])('%s', ([, name, given, more, code]) => {
  const check = checkAction({ name, given }, { ...FACTS, ...more }, NOW);
  expect([check.state, check.code]).toEqual([code === null ? 'ready' : 'dead', code]);
});

test('an action that nobody registered is not available, and a project where nothing serves has nothing to act on', () => {
  expect(checkAction({ name: 'open_breaker', given: {} }, FACTS, NOW).state).toBe('unavailable');
  const first = place({ before: null });
  for (const [name, more] of [
    ['roll_back_prompt', { places: [] }],
    ['roll_back_prompt', first],
    ['cap_input_length', { places: [] }],
    ['change_budget', { budgets: new Set() }],
    ['block_key', { keys: new Set() }],
    ['notify', { channels: new Set() }],
  ] as [string, Partial<Facts>][])
    expect(checkAction({ name, given: {} }, { ...FACTS, ...more }, NOW).state).toBe('idle');
});

test('one place that can be changed is enough where the prompt is left open', () => {
  const places = [
    { ...PLACE, before: null },
    { ...PLACE, prompt: 'b' },
  ];
  expect(checkAction({ name: 'roll_back_prompt', given: {} }, { ...FACTS, places }, NOW).state).toBe('ready');
  const none = places.map((one) => ({ ...one, promotion: null, before: { version: 1, model: null } }));
  expect(checkAction({ name: 'roll_back_prompt', given: {} }, { ...FACTS, places: none }, NOW).message).toContain(
    '1 more place',
  );
});
