import { min, oneLane, type TrafficScenario } from '../scenario.ts';

/** A cache is emptied on every turn: more input, fewer tokens from the cache, worse answers in long sessions. */
export const anthropic20260326: TrafficScenario = {
  kind: 'traffic',
  name: 'anthropic-2026-03-26',
  what: 'a cache is cleared on every turn: dearer requests, forgetful answers',
  source: 'press and third-party summaries, April 2026',
  published: ['26 March to 10 April 2026', 'seen as forgetfulness and faster use of limits; cache hits fell'],
  assumed: [
    'the cached share of the input falls from 60 % to 15 %, input grows by 10 %',
    'one answer in twenty scores 0.2 lower: long sessions only',
    'a monitor “cost per request above 1.2 × its baseline, 30 min, for 10 min” is set by hand: none is built in',
  ],
  unseen: 'the forgetfulness: a drop of 1 % is inside the 5 % of the rule',
  start: '2026-03-26T00:00:00Z',
  minutes: min({ days: 15 }),
  everyMin: 5,
  playedUntil: min({ hours: 3 }),
  environment: 'staging',
  lanes: oneLane('anthropic', 'opus-4'),
  fault: {
    spoiled: { share: [[0, 0.05]], damage: 0.2, isSticky: true },
    cached: [
      [-0.01, 0.6],
      [0, 0.15],
    ],
    tokensIn: [
      [-0.01, 1],
      [0, 1.1],
    ],
  },
  defence: 'roll back',
  facts: {
    impactStart: 0,
    mitigated: min({ days: 15 }),
    resolved: null,
    peakErrorShare: null,
    trigger: 'anthropic-2026-03-26/answer',
  },
};
