import type { ReleaseScenario } from '../scenario.ts';

/** Changes that reached everybody; the way to production has to stop them. */
export const RELEASES: readonly ReleaseScenario[] = [
  {
    kind: 'release',
    name: 'xai-2025-05-14',
    what: 'a system prompt is changed in production without review',
    source: 'press and the operator’s statement, May 2025',
    published: ['14 May about 03:15 PST; noticed by users; afterwards changes need review'],
    assumed: ['production is a protected environment that asks for one approval, as in a new project'],
    unseen: 'whoever writes the database or the host by hand',
    change: { is: 'unreviewed' },
  },
  {
    kind: 'release',
    name: 'anthropic-2026-03-04',
    what: 'a default is changed for latency: reasoning effort high → medium',
    source: 'press and third-party summaries, April 2026',
    published: ['4 March to 7 April 2026'],
    assumed: ['the golden set scores it 5 points worse, of 85 %; 4 % of the items change for the better meanwhile'],
    unseen: 'a default of the provider that is in no setting of the version',
    change: { is: 'worse', settingsOnly: true, points: 5, items: [100, 400, 1_600] },
  },
  {
    kind: 'release',
    name: 'anthropic-2026-04-16',
    what: 'one line in the system prompt costs 3 points, and the first evals see nothing',
    source: 'press and third-party summaries, April 2026',
    published: ['16 to 20 April 2026; first evals saw nothing, a broader set measured a 3 % drop'],
    assumed: ['3 points of 85 %; 4 % of the items change for the better meanwhile'],
    unseen: 'drops within the margin of the gate, 2 %',
    change: { is: 'worse', settingsOnly: false, points: 3, items: [100, 400, 1_600] },
  },
];
