import { expect, test } from 'vitest';
import { compareFacts, factLines, failedShareOf, type IncidentFacts } from './compare-facts.ts';
import type { Published } from './scenario.ts';
import { openai20250610 } from './scenarios/openai-2025-06-10.ts';

const startedAt = Date.parse('2025-06-10T06:36:00Z');
const at = (minute: number) => ({ at: new Date(startedAt + minute * 60_000).toISOString() });
const published: Published = { impactStart: 0, mitigated: 774, resolved: 924, peakErrorShare: 0.25, trigger: null };
const tolerance = { startMin: 30, endMin: 15, share: 0.2 };
const given = { startedAt, failedShare: 0.2, tolerance };
const found: IncidentFacts = {
  times: { impact_start: at(26), detected: at(74), mitigated: at(764), resolved: null },
  ...{ detector: 'monitor', trigger: null, suspects: [], impact: { requests: 1000, failed_requests: 180 } },
};
const holds = (more: Partial<IncidentFacts>, facts = published) =>
  Object.fromEntries(compareFacts(facts, { ...found, ...more }, given).map((row) => [row.fact, row.holds]));

test('facts within the tolerance hold, and what one side does not know is not compared', () => {
  const all = { 'impact start': true, mitigated: true, resolved: null, 'failed share': true, trigger: true };
  expect(holds({})).toEqual(all);
  expect(holds({ times: { ...found.times, impact_start: null } })).toEqual({ ...all, 'impact start': null });
  expect(holds({ impact: null })).toEqual({ ...all, 'failed share': null });
});

test('a time, a share or a trigger that is wrong differs', () => {
  expect(holds({ times: { ...found.times, impact_start: at(136), resolved: at(700) } })).toMatchObject({
    ...{ 'impact start': false, resolved: false, mitigated: true },
  });
  expect(holds({ impact: { requests: 1000, failed_requests: 60 } })).toMatchObject({ 'failed share': false });
  expect(holds({ trigger: { title: 'replay/answer v2 serves' } })).toMatchObject({ trigger: false });
});

test('a published change must be the trigger, or the first suspect', () => {
  const facts = { ...published, trigger: 'replay/answer' };
  const change = { title: 'replay/answer v2 serves production' };
  expect(holds({ trigger: change }, facts).trigger).toBe(true);
  expect(holds({ suspects: [change, { title: 'another' }] }, facts).trigger).toBe(true);
  expect(holds({ suspects: [{ title: 'another' }, change] }, facts).trigger).toBe(false);
});

test('scaled minutes are told in published ones', () => {
  const scaled = { ...given, minuteMs: 600 };
  const [start] = compareFacts(published, found, scaled);
  expect(start?.found).toBe(2600);
  expect(factLines(compareFacts(published, found, given))[1]).toBe(
    'mitigated: published minute 774, found minute 764: holds',
  );
});

test('the share of failed requests is that of the curve between both minutes', () => {
  expect(failedShareOf(openai20250610, 144, 504)).toBeCloseTo(0.25, 6);
  expect(failedShareOf(openai20250610, 0, 129)).toBeCloseTo(0.025, 2);
  expect(failedShareOf({ ...openai20250610, fault: {} }, 0, 10)).toBeNull();
});
