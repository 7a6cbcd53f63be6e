import { min, type TrafficScenario } from '../scenario.ts';

/** One model of a provider fails for twenty minutes, the others are well. */
export const openai20250709: TrafficScenario = {
  kind: 'traffic',
  name: 'openai-2025-07-09',
  what: 'one model of a provider fails for 20 minutes',
  source: 'status.openai.com, write-up 01JZRHJ2E5V5PXDBF0HZFV48HV',
  published: ['14:10 to 15:05 PDT on 9 July', 'success of one model degraded for about 20 minutes'],
  assumed: [
    '20 % of the requests of that model fail: the share was not published',
    'the 20 minutes are the first ones; half of the requests use that model, the other half another one that is well',
    'search errors (35 minutes) are not played: search is another service',
  ],
  unseen: 'the faulty deployment of the provider; which of its regions',
  start: '2025-07-09T21:10:00Z',
  minutes: 55,
  everyMin: 1,
  lanes: [
    { prompt: 'replay/answer', provider: 'openai', model: 'o3', share: 0.5, isHit: true },
    { prompt: 'replay/sort', provider: 'openai', model: 'gpt-4.1-mini', share: 0.5, isHit: false },
  ],
  fault: {
    errors: [
      [0, 0.2],
      [20, 0.2],
      [20.01, 0],
    ],
  },
  defence: 'fallback',
  facts: { impactStart: 0, mitigated: 20, resolved: min({ minutes: 55 }), peakErrorShare: null, trigger: null },
};
