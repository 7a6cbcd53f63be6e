import { min, oneLane, type TrafficScenario } from '../scenario.ts';

/** Capacity of a provider is lost through the night: 5 %, then 25 % of requests fail. */
export const openai20250610: TrafficScenario = {
  kind: 'traffic',
  name: 'openai-2025-06-10',
  what: 'a provider loses capacity: errors up to 25 % for hours',
  source: 'status.openai.com, write-up 01JXCAW3K3JAE0EP56AEZ7CBG3',
  published: [
    'from 9 June 23:36 PDT; errors about 5 % at 01:45; about 25 % from 02:00 to 08:00',
    'API recovered 12:30, mitigated 15:00 on 10 June',
  ],
  assumed: [
    'errors grow in straight lines 0 → 5 % → 25 % between the published times, and fall so from 08:00 to 12:30: only the times are published',
    '0.2 % of requests fail at any time; the fallback of another provider fails as rarely',
  ],
  unseen: 'why: hosts and routes of the provider',
  start: '2025-06-10T06:36:00Z',
  minutes: min({ hours: 15, minutes: 24 }),
  everyMin: 1,
  lanes: oneLane('openai', 'gpt-4o'),
  fault: {
    errors: [
      [0, 0],
      [min({ hours: 2, minutes: 9 }), 0.05],
      [min({ hours: 2, minutes: 24 }), 0.25],
      [min({ hours: 8, minutes: 24 }), 0.25],
      [min({ hours: 12, minutes: 54 }), 0],
    ],
  },
  defence: 'fallback',
  facts: {
    impactStart: 0,
    mitigated: min({ hours: 12, minutes: 54 }),
    resolved: min({ hours: 15, minutes: 24 }),
    peakErrorShare: 0.25,
    trigger: null,
  },
};
