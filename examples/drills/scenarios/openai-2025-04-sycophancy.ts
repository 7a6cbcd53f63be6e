import { min, oneLane, type TrafficScenario } from '../scenario.ts';

/** An update that users like and that answers worse. */
export const openai202504: TrafficScenario = {
  kind: 'traffic',
  name: 'openai-2025-04-sycophancy',
  what: 'thumbs rise while judged quality falls',
  source: '“Expanding on what we missed with sycophancy”, openai.com, 2 May 2025',
  published: [
    'rolled out 25 April, roll back began 28 April',
    'thumbs and offline evals looked good, expert testers felt that something was off',
  ],
  assumed: [
    'a judge of the answers’ truth scores every one of them 0.08 lower, of 0.87: testers gave no figure',
    'thumbs up rise from 71 % to 76 % of rated answers; one answer in five is scored, one in five rated',
    'everything at 00:00 UTC of the published days',
  ],
  unseen:
    'a canary that holds because its guardrails disagree: there are no canaries yet; and everything, where only thumbs are recorded',
  start: '2025-04-25T00:00:00Z',
  minutes: min({ days: 3 }),
  everyMin: 1,
  playedUntil: min({ hours: 3 }),
  environment: 'staging',
  lanes: oneLane('openai', 'gpt-4o'),
  fault: {
    spoiled: { share: [[0, 1]], damage: 0.08, isSticky: false },
    thumbs: [
      [-0.01, 0.71],
      [0, 0.76],
    ],
  },
  defence: 'roll back',
  facts: {
    impactStart: 0,
    mitigated: min({ days: 3 }),
    resolved: null,
    peakErrorShare: null,
    trigger: 'openai-2025-04-sycophancy/answer',
  },
};
