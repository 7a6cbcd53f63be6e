import { expect, test } from 'vitest';
import { compareFacts, failedShareOf, type IncidentFacts } from '#examples/drills/compare-facts.ts';
import { factsOfDraft } from '#examples/drills/draft-facts.ts';
import type { TrafficScenario } from '#examples/drills/scenario.ts';
import { openai20250610 } from '#examples/drills/scenarios/openai-2025-06-10.ts';
import { xai20250707 } from '#examples/drills/scenarios/xai-2025-07-07.ts';
import { playOnProduct } from '#test/simulations/replays/play-product.ts';

/** Evaluations are four minutes apart and windows five to ten long, and the fault of June 2025 fades before its published end. */
const TOLERANCE = { startMin: 15, endMin: 20, share: 0.25 };

/** Plays a scenario on a product of its own and holds its incident against what was published. */
async function factsOf(scenario: TrafficScenario, from?: number) {
  const { system, incident, draft, startedAt } = await playOnProduct(scenario, from);
  await using _ = system;
  const minuteOf = (at: string | null | undefined) => (at == null ? 0 : (Date.parse(at) - startedAt) / 60_000);
  const { impact_start: start, mitigated } = incident.times;
  const failedShare = failedShareOf(scenario, minuteOf(start?.at), minuteOf(mitigated?.at));
  const rowsOf = (facts: IncidentFacts) =>
    compareFacts(scenario.facts, facts, { startedAt, failedShare, tolerance: TOLERANCE });
  const rows = rowsOf(incident);
  // The draft states the same facts, and so holds where the incident does.
  if (draft === null) throw new Error('no post-mortem was drafted');
  expect(rowsOf(factsOfDraft(draft, incident))).toEqual(rows);
  return { incident, rows: Object.fromEntries(rows.map((row) => [row.fact, row])) };
}

test('openai-2025-06-10: end, share of failures and no change of ours are as published; it begins with its first warning', {
  timeout: 120_000,
}, async () => {
  const { incident, rows } = await factsOf(openai20250610, 80);
  expect(incident).toMatchObject({ name: 'INC-1', detector: 'monitor', prompt: 'openai-2025-06-10/answer' });
  // The warning about errors fires an hour before the error budget pages, and never ends until the fault does.
  const [first] = incident.alerts;
  expect(first).toMatchObject({ severity: 'warning', kind: 'error_rate', opened_at: incident.times.detected?.at });
  expect(rows).toMatchObject({
    ...{ mitigated: { holds: true }, 'failed share': { holds: true }, trigger: { holds: true } },
    resolved: { published: 924, found: null, holds: null },
    // Published is the first failure. Errors grow slowly from there: they pass 3 % of requests, what the warning can show, after an hour.
    'impact start': { published: 0, holds: false },
  });
  expect(rows['impact start']?.found).toBeGreaterThan(60);
  expect(rows['impact start']?.found).toBeLessThan(100);
});

test('xai-2025-07-07: the change is the trigger, start and end are as published', { timeout: 120_000 }, async () => {
  const { incident, rows } = await factsOf(xai20250707);
  expect(incident).toMatchObject({
    name: 'INC-1',
    detector: 'monitor',
    impact: { failed_requests: expect.any(Number) },
  });
  expect(rows).toMatchObject({
    ...{ 'impact start': { published: 0, holds: true }, mitigated: { published: 960, holds: true } },
    ...{ trigger: { holds: true }, 'failed share': { published: null, holds: null } },
  });
});
