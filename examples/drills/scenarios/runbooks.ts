import { min, oneLane, type TrafficScenario } from '../scenario.ts';

const NOW = '2026-11-27T12:00:00Z';
const OURS = { source: 'our own drill of the runbook', published: [], start: NOW, everyMin: 1 } as const;
const NOT_COMPARED = { impactStart: 0, mitigated: null, resolved: null, peakErrorShare: null, trigger: null };

/** One fault for each built-in runbook, of the same name. */
export const RUNBOOK_DRILLS: readonly TrafficScenario[] = [
  {
    ...OURS,
    kind: 'traffic',
    name: 'provider-outage',
    what: 'a provider fails most requests and slows down the rest',
    assumed: ['62 % of requests fail and answers take 2.6 times as long, as in the demo, for 36 minutes'],
    unseen: 'the reason at the provider',
    minutes: 36,
    lanes: oneLane('northwind', 'atlas-2'),
    fault: {
      errors: [[0, 0.62]],
      slower: [
        [-0.01, 1],
        [0, 2.6],
      ],
    },
    defence: 'fallback',
    facts: { ...NOT_COMPARED, mitigated: 36, peakErrorShare: 0.62 },
  },
  {
    ...OURS,
    kind: 'traffic',
    name: 'silent-model-change',
    what: 'a provider changes a model under the same name',
    assumed: ['every answer scores 0.1 lower, of 0.87, for a day; one answer in five is scored'],
    unseen: 'what changed: nothing of it is on record, so no suspect of the scope is named',
    minutes: min({ days: 1 }),
    playedUntil: min({ hours: 3 }),
    lanes: oneLane('northwind', 'atlas-2'),
    fault: { spoiled: { share: [[0, 1]], damage: 0.1, isSticky: false } },
    defence: 'fallback',
    facts: NOT_COMPARED,
  },
  {
    ...OURS,
    kind: 'traffic',
    name: 'prompt-injection',
    what: 'one key sends inputs that instruct the model',
    assumed: ['5 % of the inputs for an hour; a third of them is refused by the provider and counts as an error'],
    unseen: 'the two thirds that are answered: the replay reads figures, not texts',
    minutes: 60,
    lanes: oneLane('northwind', 'atlas-2'),
    fault: { injected: [[0, (0.05 * 2) / 3]], errors: [[0, 0.05 / 3]] },
    defence: 'revoke the key',
    facts: NOT_COMPARED,
  },
  {
    ...OURS,
    kind: 'traffic',
    name: 'cost-spike',
    what: 'a client sends inputs that are eight times as long',
    assumed: [
      'for 12 hours, from noon; 60 % of the input as before is read from the cache, nothing of the rest',
      'a monitor “cost per request above 1.2 × its baseline, 30 min, for 10 min” is set by hand: none is built in',
    ],
    unseen: 'whether the long inputs were wanted',
    minutes: min({ hours: 12 }),
    playedUntil: min({ hours: 3 }),
    lanes: oneLane('northwind', 'atlas-2'),
    fault: {
      tokensIn: [
        [-0.01, 1],
        [0, 8],
      ],
      cached: [
        [-0.01, 0.6],
        [0, 0.075],
      ],
    },
    defence: 'roll back',
    facts: NOT_COMPARED,
  },
];
