import { describe, expect, test } from 'vitest';
import { type OverviewFacts, overviewEvidence, overviewHeadline } from './headline.ts';

const calm: OverviewFacts = {
  requests: 184_000,
  errorRate: 0.0031,
  latencyP99: 4820,
  latencyP99Before: 4600,
  waitsForMe: 0,
  needsEvidence: 0,
  waitsForOthers: 0,
  people: { page: 0, warning: 0, incidents: 0, incident: null },
  retirement: null,
};
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the sentence of the first page', () => {
  test.each([
    ['says that all is well', {}, 'Production is healthy. Nothing waits for you.'],
    [
      'names the open incident before all figures',
      { people: { page: 1, warning: 0, incidents: 1, incident: 'INC-41' } },
      'INC-41 is open. Nothing waits for you.',
    ],
    [
      'names the worst of several incidents',
      { people: { page: 1, warning: 0, incidents: 2, incident: 'INC-41' } },
      '2 incidents are open, the worst INC-41. Nothing waits for you.',
    ],
    [
      'calls nothing healthy while a page fires',
      { people: { page: 1, warning: 3, incidents: 0, incident: null } },
      '1 page fires in production. Nothing waits for you.',
    ],
    [
      'calls nothing healthy while a warning fires',
      { people: { page: 0, warning: 2, incidents: 0, incident: null } },
      '2 warnings fire in production. Nothing waits for you.',
    ],
    [
      'says where alerts could not be read',
      { people: null },
      'Production’s figures are within their limits; its alerts are unknown. Nothing waits for you.',
    ],
    [
      'counts what waits',
      { waitsForMe: 2, needsEvidence: 1 },
      'Production is healthy. 2 decisions wait for you, 1 gate needs evidence.',
    ],
    [
      'names the next retirement of its last 30 days',
      { waitsForMe: 1, retirement: { name: 'openai/gpt-4', days: 21 } },
      'Production is healthy. 1 decision waits for you, openai/gpt-4 retires in 21 days.',
    ],
    [
      'keeps a later retirement for the list of what is coming',
      { retirement: { name: 'openai/gpt-4', days: 31 } },
      'Production is healthy. Nothing waits for you.',
    ],
    [
      'names a retired model that still serves',
      { retirement: { name: 'openai/gpt-4', days: -2 } },
      'Production is healthy. Nothing waits for you, openai/gpt-4 is retired and still serves.',
    ],
    [
      'names errors above the limit',
      { errorRate: 0.032 },
      '3.2 % of production’s requests fail. Nothing waits for you.',
    ],
    [
      'names a slow production',
      { latencyP99: 9500 },
      'Production is slow: P99 is 9.50 s, 2.1 × last week’s. Nothing waits for you.',
    ],
    [
      'says how slow',
      { latencyP99: 46_000 },
      'Production is slow: P99 is 46.0 s, 10.0 × last week’s. Nothing waits for you.',
    ],
    [
      'never calls silence healthy',
      { requests: 0, errorRate: null },
      'No request has arrived from production in 24 hours. Nothing waits for you.',
    ],
    [
      'never calls a handful healthy',
      { requests: 1, errorRate: 0, latencyP99: null },
      'Too few requests to judge production: 1 in 24 hours. Nothing waits for you.',
    ],
    [
      'needs a week before to call it slow',
      { latencyP99: 9500, latencyP99Before: null },
      'Production is healthy. Nothing waits for you.',
    ],
  ] as const)('%s', (_, given, expected) => {
    expect(plain(overviewHeadline({ ...calm, ...given }))).toBe(expected);
  });
  test('its evidence names the limits', () => {
    expect(plain(overviewEvidence(calm))).toBe(
      'Nothing fires on production · 184 k requests in 24 h · errors 0.31 %, limit 1 % · P99 4.82 s, limit 9.20 s (twice last week’s).',
    );
  });
});
