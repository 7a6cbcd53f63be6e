import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Episode, LATE_MS, stepIncoming } from './step-incoming.ts';

const NOW = new Date('2026-03-02T14:00:00Z');
const T1 = new Date('2026-03-02T13:00:00Z');
const T2 = new Date('2026-03-02T13:30:00Z');
const ago = (ms: number): Date => new Date(NOW.getTime() - ms);
const episode = (episodeAt: Date, status: Episode['status'], statusAt = ago(60_000)): Episode => ({
  ...{ episodeAt, status, statusAt },
});

test.each([
  ['nothing known', null, 'firing', T1, 'fire', T1],
  ['nothing known', null, 'resolved', T1, 'none', T1],
  ['the same fires', episode(T1, 'firing'), 'firing', T1, 'fire', T1],
  ['the same fires', episode(T1, 'firing'), 'resolved', T1, 'resolve', T1],
  ['the same ended a minute ago', episode(T1, 'resolved'), 'firing', T1, 'none', T1],
  ['the same ended a minute ago', episode(T1, 'resolved'), 'resolved', T1, 'none', T1],
  ['the same ended long ago', episode(T1, 'resolved', ago(LATE_MS)), 'firing', T1, 'fire', T1],
  ['an older one fires', episode(T1, 'firing'), 'firing', T2, 'fire', T2],
  ['an older one fires', episode(T1, 'firing'), 'resolved', T2, 'resolve', T2],
  ['an older one ended', episode(T1, 'resolved'), 'firing', T2, 'fire', T2],
  ['a newer one fires', episode(T2, 'firing'), 'resolved', T1, 'none', T2],
  ['a newer one ended', episode(T2, 'resolved'), 'firing', T1, 'none', T2],
  ['no time, nothing known', null, 'firing', null, 'fire', NOW],
  ['no time, it fires', episode(T1, 'firing'), 'resolved', null, 'resolve', T1],
  ['no time, it ended', episode(T1, 'resolved'), 'firing', null, 'fire', NOW],
  ['no time, it ended', episode(T1, 'resolved'), 'resolved', null, 'none', T1],
] as const)('%s (%#): %s', (_, known, status, startsAt, act, at) => {
  const step = stepIncoming(known, { status, startsAt }, NOW);
  expect([step.act, step.episode.episodeAt]).toEqual([act, at]);
});

type Message = { key: string; status: 'firing' | 'resolved'; startsAt: Date };

/** The alerts that are open after the messages, by what each did. */
function openAfter(messages: readonly Message[]): string[] {
  const known = new Map<string, Episode>();
  const open = new Set<string>();
  for (const { key, ...message } of messages) {
    const { act, episode } = stepIncoming(known.get(key) ?? null, message, NOW);
    known.set(key, episode);
    if (act === 'fire') open.add(key);
    if (act === 'resolve') open.delete(key);
  }
  return [...open].sort();
}

const message = fc.record({
  key: fc.constantFrom('a', 'b', 'c'),
  status: fc.constantFrom('firing' as const, 'resolved' as const),
  startsAt: fc.integer({ min: 0, max: 4 }).map((n) => new Date(T1.getTime() + n * 60_000)),
});

test('any order and repetition of the same messages leaves the same alerts open', () => {
  const shuffled = fc
    .array(message, { maxLength: 30 })
    .chain((sent) =>
      fc.tuple(
        fc.constant(sent),
        fc.shuffledSubarray([...sent, ...sent, ...sent], { minLength: sent.length * 3, maxLength: sent.length * 3 }),
      ),
    );
  fc.assert(
    fc.property(shuffled, ([sent, received]) => {
      expect(openAfter(received)).toEqual(openAfter(sent));
    }),
    { numRuns: 300 },
  );
});
