import { describe, expect, it, test } from 'vitest';
import {
  type ChannelRules,
  decideNotification,
  type GroupAlert,
  type GroupState,
  type NoticeReason,
} from './decide-notification.ts';
import { dueAfter, groupKeyOf } from './grouping.ts';
import { inhibition, loudestOf } from './inhibit.ts';

const MIN = 60_000;
const NOW = 1_000 * MIN;
const RULES: ChannelRules = { sendsResolved: true, holdsResolve: false };
const QUIET: ChannelRules = { sendsResolved: false, holdsResolve: false };
const HOLDS: ChannelRules = { sendsResolved: true, holdsResolve: true };

const alert = (fingerprint: string, given: Partial<GroupAlert> = {}): GroupAlert => ({
  ...{ fingerprint, severity: 'warning', openedAt: NOW - 10 * MIN, resolvedAt: null, isAcknowledged: false },
  ...{ isFlapping: false, silencedUntil: null, isInhibited: false },
  ...given,
});
const over = (fingerprint: string, minutesAgo = 1) => alert(fingerprint, { resolvedAt: NOW - minutesAgo * MIN });
const told = (minutesAgo: number | null, given: Partial<GroupState> = {}): GroupState => ({
  ...{ toldAt: minutesAgo === null ? null : NOW - minutesAgo * MIN, firing: [], resolved: [], silenced: [] },
  ...given,
});
const nothing = told(null);
const silenced = (fingerprint: string) => alert(fingerprint, { silencedUntil: NOW + 60 * MIN });

describe('needsUpdate, one test a row', () => {
  test.each<[string, GroupState, GroupAlert[], ChannelRules, NoticeReason | null]>([
    ['never told, something fires', nothing, [alert('a')], RULES, 'first'],
    ['never told, nothing fires', nothing, [over('a')], RULES, null],
    ['a told, a and b fire', told(6, { firing: ['a'] }), [alert('a'), alert('b')], RULES, 'added'],
    ['a told, nothing fires', told(6, { firing: ['a'] }), [over('a')], RULES, 'resolved_all'],
    ['a told, nothing fires, no resolves wanted', told(6, { firing: ['a'] }), [over('a')], QUIET, null],
    ['nothing told as firing, nothing fires', told(6), [over('a')], RULES, null],
    ['a and b told, b is over', told(6, { firing: ['a', 'b'] }), [alert('a'), over('b')], RULES, 'resolved_some'],
    [
      'a and b told, b is over, no resolves wanted',
      told(6, { firing: ['a', 'b'] }),
      [alert('a'), over('b')],
      QUIET,
      null,
    ],
    ['a told, a fires, 239 min', told(239, { firing: ['a'] }), [alert('a')], RULES, null],
    ['a told, a fires, 240 min', told(240, { firing: ['a'] }), [alert('a')], RULES, 'repeat'],
    [
      'a told as a ticket, a pages now',
      told(6, { firing: ['a'], loudest: 'ticket' }),
      [alert('a', { severity: 'page' })],
      RULES,
      'worse',
    ],
    ['a told as a page', told(6, { firing: ['a'], loudest: 'page' }), [alert('a', { severity: 'page' })], RULES, null],
    ['a told as a page, a warning now', told(6, { firing: ['a'], loudest: 'page' }), [alert('a')], RULES, null],
    ['a page told, 29 min', told(29, { firing: ['a'] }), [alert('a', { severity: 'page' })], RULES, null],
    ['a page told, 30 min', told(30, { firing: ['a'] }), [alert('a', { severity: 'page' })], RULES, 'repeat'],
    [
      'an acknowledged page, 30 min',
      told(30, { firing: ['a'] }),
      [alert('a', { severity: 'page', isAcknowledged: true })],
      RULES,
      null,
    ],
    ['all acknowledged, a day', told(1440, { firing: ['a'] }), [alert('a', { isAcknowledged: true })], RULES, null],
    [
      'acknowledged and over',
      told(6, { firing: ['a'] }),
      [{ ...over('a'), isAcknowledged: true }],
      RULES,
      'resolved_all',
    ],
    ['silenced from the start', nothing, [silenced('a')], RULES, null],
    ['told, silenced since, still fires', told(240, { firing: ['a'] }), [silenced('a')], RULES, null],
    ['told, silenced since, over', told(6, { firing: ['a'], silenced: ['a'] }), [over('a')], RULES, 'resolved_all'],
    [
      'its silence is over, it fires',
      told(6, { firing: ['a'], silenced: ['a'] }),
      [alert('a')],
      RULES,
      'silence_ended',
    ],
    ['never told, its silence is over', told(null, { silenced: ['a'] }), [alert('a')], RULES, 'first'],
    ['inhibited', nothing, [alert('a', { isInhibited: true })], RULES, null],
    [
      'told as over, the same alert fires again',
      told(6, { resolved: ['a'] }),
      [alert('a', { openedAt: NOW - 20 * MIN })],
      RULES,
      'reopened',
    ],
    [
      'told as over, a later alert of the series',
      told(6, { resolved: ['a'] }),
      [alert('a', { openedAt: NOW - 1 * MIN })],
      RULES,
      'added',
    ],
    ['resolved 29 min ago, held back', told(40, { firing: ['a'] }), [over('a', 29)], HOLDS, null],
    ['resolved 30 min ago, held back', told(40, { firing: ['a'] }), [over('a', 30)], HOLDS, 'resolved_all'],
    ['flaps, told 59 min ago', told(59, { firing: ['a'] }), [{ ...over('a'), isFlapping: true }], RULES, null],
    [
      'flaps, told 60 min ago',
      told(60, { firing: ['a'] }),
      [{ ...over('a'), isFlapping: true }],
      RULES,
      'resolved_all',
    ],
  ])('%s: %s', (_, state, alerts, rules, reason) => {
    expect(decideNotification(state, alerts, rules, NOW).reason).toBe(reason);
  });

  it('tells the second firing where resolves are off (alertmanager#1063)', () => {
    const fired = decideNotification(nothing, [alert('a')], QUIET, NOW);
    const ended = decideNotification(fired.state, [over('a')], QUIET, NOW + 6 * MIN);
    expect([ended.reason, ended.state.firing]).toEqual([null, []]);
    const again = [alert('a', { openedAt: NOW + 50 * MIN })];
    expect(decideNotification(ended.state, again, QUIET, NOW + 51 * MIN).reason).toBe('added');
  });

  it('does not page again through a receiver that holds resolves back, where the alert reopens', () => {
    const fired = decideNotification(nothing, [alert('a')], HOLDS, NOW);
    const ended = decideNotification(fired.state, [over('a', 0)], HOLDS, NOW + 6 * MIN);
    expect([ended.reason, ended.dueAt]).toEqual([null, NOW + 30 * MIN]);
    const again = decideNotification(ended.state, [alert('a')], HOLDS, NOW + 20 * MIN);
    expect(again.reason).toBeNull();
  });

  it('looks again after the hour where a change of a flapping alert waits, though a repeat is due', () => {
    const flaps = { ...over('b'), isFlapping: true };
    const state = told(40, { firing: ['a', 'b'] });
    const found = decideNotification(state, [alert('a', { severity: 'page' }), flaps], RULES, NOW);
    expect([found.reason, found.dueAt]).toEqual([null, NOW + 20 * MIN]);
  });

  it('tells a receiver that pages on its own that somebody looks after all of it, once, and anew after more fires', () => {
    const rules = { ...HOLDS, tellsAcknowledged: true };
    const seen = (name: string) => alert(name, { severity: 'page', isAcknowledged: true });
    const state = told(2, { firing: ['a', 'b'] });
    expect(decideNotification(state, [seen('a'), alert('b')], rules, NOW).reason).toBeNull();
    expect(decideNotification(state, [seen('a'), seen('b')], HOLDS, NOW).reason).toBeNull();
    const acknowledged = decideNotification(state, [seen('a'), seen('b')], rules, NOW);
    expect([acknowledged.reason, acknowledged.dueAt]).toEqual(['acknowledged', null]);
    expect(decideNotification(acknowledged.state, [seen('a'), seen('b')], rules, NOW + MIN).reason).toBeNull();
    const more = decideNotification(acknowledged.state, [seen('a'), seen('b'), seen('c')], rules, NOW + 6 * MIN);
    expect([more.reason, more.dueAt]).toEqual(['added', NOW + 6 * MIN]);
    expect(decideNotification(more.state, [seen('a'), seen('b'), seen('c')], rules, NOW + 6 * MIN).reason).toBe(
      'acknowledged',
    );
    expect(decideNotification(nothing, [seen('a')], rules, NOW).reason).toBe('first');
  });

  it('tells nothing of tickets alone until work begins, and pages at any time', () => {
    const rules = { ...RULES, ticketsWaitUntil: NOW + 90 * MIN };
    const ticket = alert('a', { severity: 'ticket' });
    expect(decideNotification(nothing, [ticket], rules, NOW)).toMatchObject({
      reason: null,
      state: { toldAt: null, firing: [] },
      dueAt: NOW + 90 * MIN,
    });
    const ended = { ...over('a'), severity: 'ticket' as const };
    expect(decideNotification(told(60, { firing: ['a'] }), [ended], rules, NOW)).toMatchObject({
      reason: null,
      state: { firing: ['a'] },
      dueAt: NOW + 90 * MIN,
    });
    expect(decideNotification(nothing, [ticket, alert('b', { severity: 'page' })], rules, NOW).reason).toBe('first');
    expect(decideNotification(nothing, [ticket], { ...RULES, ticketsWaitUntil: null }, NOW).reason).toBe('first');
  });

  it('looks again when a silence ends, and never where all is told and over', () => {
    expect(decideNotification(nothing, [silenced('a')], RULES, NOW).dueAt).toBe(NOW + 60 * MIN);
    expect(decideNotification(told(6, { firing: ['a'] }), [over('a')], RULES, NOW).dueAt).toBeNull();
  });
});

describe('groups', () => {
  test('of project, prompt and kind', () => {
    expect(groupKeyOf({ prompt: 'a/b', kind: 'quality' })).toBe('quality:a/b');
    expect(groupKeyOf({ prompt: null, kind: 'budget' })).toBe('budget:');
  });
  test.each([
    ['the first alert waits 30 s', null, null, 30_000],
    ['more within the wait change nothing', null, 12_000, 12_000],
    ['five minutes after the last', -60_000, null, 240_000],
    ['at once where the last is longer ago', -900_000, null, 0],
    ['never later than before', -60_000, 100_000, 100_000],
  ])('%s', (_, toldAgo, due, expected) => {
    const group = { toldAt: toldAgo === null ? null : NOW + toldAgo, dueAt: due === null ? null : NOW + due };
    expect(dueAfter(group, NOW)).toBe(NOW + expected);
  });
});

describe('inhibition', () => {
  const page = { severity: 'page' as const, labels: { prompt: 'a', model: '' } };
  test.each([
    ['a warning with the same labels', { severity: 'warning' as const, labels: { prompt: 'a' } }, true],
    [
      'a ticket, where a missing label equals an empty one',
      { severity: 'ticket' as const, labels: { prompt: 'a', code: '' } },
      true,
    ],
    ['a warning of another prompt', { severity: 'warning' as const, labels: { prompt: 'b' } }, false],
    ['a warning with one more label', { severity: 'warning' as const, labels: { prompt: 'a', code: '429' } }, false],
    ['another page, and so not itself', page, false],
  ])('of %s: %s', (_, one, expected) => expect(inhibition([page])(one)).toBe(expected));
  test('by nothing', () => expect(inhibition([])({ severity: 'ticket', labels: {} })).toBe(false));
  test('the loudest', () =>
    expect([loudestOf(['ticket', 'page', 'warning']), loudestOf([])]).toEqual(['page', 'ticket']));
});

test('what became louder is told once, and the state remembers how loud it was told', () => {
  const page = [alert('a', { severity: 'page' })];
  const first = decideNotification(nothing, [alert('a', { severity: 'ticket' })], RULES, NOW);
  expect(first.state.loudest).toBe('ticket');
  const worse = decideNotification(first.state, page, RULES, NOW + MIN);
  expect([worse.reason, worse.state.loudest]).toEqual(['worse', 'page']);
  expect(decideNotification(worse.state, page, RULES, NOW + 2 * MIN).reason).toBe(null);
});
