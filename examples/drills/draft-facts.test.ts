import { expect, test } from 'vitest';
import { factsOfDraft } from './draft-facts.ts';

const DRAFT = `# INC-41: Errors are above 1 %

## What changed?

2026-11-22 09:59 UTC: “orders/extract v31 serves production”, by “Ed”.[^t2] The impact began 1 min later.[^t2][^t100]

## How long until detection?

6 min: from the first bad minute, 2026-11-22 10:00 UTC, to the detection, 2026-11-22 10:06 UTC.[^t100][^t3]

## Which remediation was taken?

The symptom ended at 2026-11-22 10:12 UTC, 12 min after the impact began.[^t101]

## Impact

- 1,074 of 12,697 requests failed from 2026-11-22 10:00 UTC to 2026-11-22 10:12 UTC.[^t102]
`;

test('reads times, figures and the trigger out of the sentences of a draft', () => {
  const at = (clock: string) => ({ at: `2026-11-22T${clock}:00.000Z` });
  expect(factsOfDraft({ markdown: DRAFT }, { detector: 'monitor' })).toEqual({
    times: { impact_start: at('10:00'), detected: at('10:06'), mitigated: at('10:12'), resolved: null },
    ...{ detector: 'monitor', trigger: { title: 'orders/extract v31 serves production' }, suspects: [] },
    impact: { requests: 12_697, failed_requests: 1_074 },
  });
});

test('what a draft does not state is not known', () => {
  const facts = factsOfDraft({ markdown: '## What changed?\n\nNot known: what changed.' }, { detector: 'person' });
  expect([facts.impact, facts.trigger, ...Object.values(facts.times)]).toEqual(new Array(6).fill(null));
});
