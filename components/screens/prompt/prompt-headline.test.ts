import { expect, test } from 'vitest';
import { type HeadlineFacts, promptHeadline } from './prompt-headline.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const SINCE = new Date('2026-11-11T09:00:00Z');

function facts(latestVersion: number | null, ...serving: (number | null)[]): HeadlineFacts {
  return {
    latestVersion,
    lanes: ['experiment', 'staging', 'production'].map((environment, i) => ({
      environment,
      protected: environment === 'production',
      serving: serving[i] == null ? null : { version: serving[i], since: SINCE },
    })),
  };
}

test.each([
  [facts(null), 'No version yet: write the first one in the editor.'],
  [facts(2), 'Nothing is deployed yet: deploy version 2 to experiment.'],
  [facts(2, 2, 1), 'Nothing serves production yet; version 1 serves staging.'],
  [facts(13, null, null, 13), 'Version 13 serves production since 11 Nov; it is the newest.'],
  [facts(14, null, 14, 13), 'Version 13 serves production since 11 Nov; version 14 is newer and not promoted.'],
  [facts(16, 16, 14, 13), 'Version 13 serves production since 11 Nov; versions 14 to 16 are newer and not promoted.'],
  [{ ...facts(14, null, 14, 13), inReview: 14 }, 'Version 13 serves production since 11 Nov; version 14 is in review.'],
  [{ ...facts(2, 2, 1), inReview: 2 }, 'Nothing serves production yet; version 2 is in review.'],
])('%#: %s', (given, sentence) => {
  expect(promptHeadline(given, NOW).replaceAll('\u00a0', ' ')).toBe(sentence);
});

test('where every environment is protected, the first step is a promotion', () => {
  const lanes = [{ environment: 'production', protected: true, serving: null }];
  expect(promptHeadline({ latestVersion: 1, lanes }, NOW)).toBe(
    'Nothing is deployed yet: request a promotion of version 1.',
  );
});

test.each([
  [30_000, 'Version 3 now serves production; it is the newest.'],
  [35 * 60_000, 'Version 3 has served production for 35 min; it is the newest.'],
  [3.6 * 3_600_000, 'Version 3 has served production for 3 h; it is the newest.'],
])('a deployment %i ms ago is named by its age', (age, sentence) => {
  expect(promptHeadline(facts(3, null, null, 3), SINCE.getTime() + age).replaceAll('\u00a0', ' ')).toBe(sentence);
});
