import { min, oneLane, type TrafficScenario } from '../scenario.ts';

/** A change of a prompt brings old instructions back. */
export const xai20250707: TrafficScenario = {
  kind: 'traffic',
  name: 'xai-2025-07-07',
  what: 'a change of the prompt brings old instructions back for 16 hours',
  source: 'press and third-party summaries of the operator’s statement, July 2025',
  published: ['in effect for about 16 hours before it was removed'],
  assumed: [
    '30 % of answers follow the old instructions and score 0.35 lower, of 0.87; one answer in five is scored',
    'the change is deployed through Switchyard, at 06:00 UTC',
  ],
  unseen: 'a change upstream that nobody records: then no suspect is named',
  start: '2025-07-07T06:00:00Z',
  minutes: min({ hours: 16 }),
  everyMin: 1,
  playedUntil: min({ hours: 3 }),
  environment: 'staging',
  lanes: oneLane('xai', 'grok-3'),
  fault: { spoiled: { share: [[0, 0.3]], damage: 0.35, isSticky: false } },
  defence: 'roll back',
  facts: {
    impactStart: 0,
    mitigated: min({ hours: 16 }),
    resolved: null,
    peakErrorShare: null,
    trigger: 'xai-2025-07-07/answer',
  },
};
