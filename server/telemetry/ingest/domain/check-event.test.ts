import { describe, expect, test } from 'vitest';
import { checkEvent, isFault } from './check-event.ts';
import { timeRules } from './event-time.ts';

const NOW = Date.parse('2026-03-04T12:00:00.000Z');
const rules = timeRules(NOW, 90, null);
const right = { id: 'e', at: '2026-03-04T11:00:00Z', model: 'm' };
const judge = (more: object) => checkEvent({ ...right, ...more }, rules);

describe('an event is accepted', () => {
  test.each<[string, object]>([
    ['with the three required fields alone', {}],
    [
      'with null for everything that is unknown',
      { prompt: null, version: null, latency_ms: null, tags: null, input: null },
    ],
    ['with zero where zero is possible', { latency_ms: 0, tokens_in: 0, cost_usd: 0, quality: 0 }],
    ['with the largest values', { quality: 1, tokens_out: 2_147_483_647, cost_usd: 1_000_000 }],
    ['with tags as a list or as an object', { tags: { plan: 'pro', beta: true, seats: 3 } }],
    ['with an input of any JSON', { input: [{ role: 'user', content: 'x' }], output: 'y' }],
    ['with a version beside its prompt', { prompt: 'p', version: 1 }],
    ['as long ago as raw events are kept, less a day', { at: '2025-12-05T12:00:00.000Z' }],
  ])('%s', (_, more) => {
    expect(isFault(judge(more))).toBe(false);
  });

  test('with tags of an object as key:value', () => {
    expect(judge({ tags: { plan: 'pro', seats: 3 } })).toMatchObject({ tags: ['plan:pro', 'seats:3'] });
  });
});

describe('an event is refused', () => {
  test.each<[string, unknown, string, string]>([
    ['that is no object', [right], 'invalid_event', ''],
    ['without an id', { ...right, id: undefined }, 'missing_field', '/id'],
    ['whose model is null', { ...right, model: null }, 'missing_field', '/model'],
    ['with an empty id', { ...right, id: '' }, 'invalid_value', '/id'],
    ['with a name of 201 characters', { ...right, prompt: 'x'.repeat(201) }, 'invalid_value', '/prompt'],
    ['with a field that no event has', { ...right, latencyMs: 1 }, 'unknown_field', '/latencyMs'],
    ['with a number as text', { ...right, tokens_in: '5' }, 'invalid_type', '/tokens_in'],
    ['with half a token', { ...right, tokens_in: 1.5 }, 'invalid_value', '/tokens_in'],
    ['with a negative cost', { ...right, cost_usd: -1 }, 'invalid_value', '/cost_usd'],
    ['with an infinite latency', { ...right, latency_ms: Number.POSITIVE_INFINITY }, 'invalid_value', '/latency_ms'],
    ['with a quality that is no number', { ...right, quality: Number.NaN }, 'invalid_value', '/quality'],
    ['with another arm', { ...right, arm: 'b' }, 'invalid_value', '/arm'],
    ['with another status', { ...right, status: 'failed' }, 'invalid_value', '/status'],
    ['with a version and no prompt', { ...right, version: 2 }, 'version_without_prompt', '/version'],
    ['with version 0', { ...right, prompt: 'p', version: 0 }, 'invalid_value', '/version'],
    ['with U+0000 in a name', { ...right, user: 'a\u0000' }, 'invalid_text', '/user'],
    ['with half a surrogate pair', { ...right, output: '\ud800' }, 'invalid_text', '/output'],
    ['with nested tags', { ...right, tags: { a: {} } }, 'invalid_type', '/tags'],
    ['with 51 tags', { ...right, tags: Array.from({ length: 51 }, String) }, 'invalid_value', '/tags'],
    ['at no time', { ...right, at: 'yesterday' }, 'invalid_value', '/at'],
    ['on 30 February', { ...right, at: '2026-02-30T00:00:00Z' }, 'invalid_value', '/at'],
    ['a millisecond too old', { ...right, at: '2025-12-05T11:59:59.999Z' }, 'too_old', '/at'],
  ])('%s', (_, event, code, path) => {
    expect(checkEvent(event, rules)).toMatchObject({ code, path });
  });
});
