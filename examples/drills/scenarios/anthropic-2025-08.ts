import { min, oneLane, type TrafficScenario } from '../scenario.ts';

const day = (days: number, hours = 0): number => min({ days, hours });

/** A small share of requests goes to the wrong servers, a larger one after a change of load balancing. */
export const anthropic202508: TrafficScenario = {
  kind: 'traffic',
  name: 'anthropic-2025-08',
  what: '0.8 %, later up to 16 % of one model’s requests reach the wrong servers and are answered worse',
  source: '“A postmortem of three recent issues”, anthropic.com, 17 September 2025',
  published: [
    'from 5 August 0.8 % of one model’s requests; more from 29 August; worst hour on 31 August 16 %',
    'fix from 4 September, complete on 16 September; routing was sticky',
  ],
  assumed: [
    'a misrouted answer scores 0.45 lower, of 0.87: no measure of quality was published',
    'the share grows in a straight line from 29 to 31 August, is 8 % around the worst hour, and falls so from 4 to 16 September',
    'hours were not published: changes are played at 00:00 UTC, the worst hour at 12:00; one answer in five is scored',
    'an application can return to the version before on another model, which is well',
  ],
  unseen: 'the two other faults: wrong-script tokens (no signal of a script is computed) and a wrong top-k',
  start: '2025-08-05T00:00:00Z',
  minutes: day(42),
  everyMin: 15,
  playedFrom: day(21),
  playedUntil: day(27),
  liveFrom: day(26, 11.5),
  liveUntil: day(26, 14),
  marks: [{ name: 'the worst hour', at: day(26, 12) }],
  lanes: oneLane('anthropic', 'sonnet-4'),
  fault: {
    spoiled: {
      share: [
        [0, 0.008],
        [day(24), 0.008],
        [day(26, 11.5), 0.08],
        [day(26, 12), 0.16],
        [day(26, 13), 0.16],
        [day(26, 13.5), 0.08],
        [day(30), 0.08],
        [day(42), 0],
      ],
      damage: 0.45,
      isSticky: true,
    },
  },
  defence: 'fallback',
  facts: { impactStart: 0, mitigated: null, resolved: day(42), peakErrorShare: null, trigger: null },
};
