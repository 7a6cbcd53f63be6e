import { expect, test } from 'vitest';
import { unsupportedSentences } from './citations.ts';
import { draftPostmortem } from './draft.ts';
import { isReminded } from './due.ts';
import { exportMarkdown } from './export.ts';
import { factRows } from './fact-rows.ts';
import type { Facts, GateFacts, TimelineRow } from './facts.ts';
import { type GateReason, proposedReason } from './gate-reason.ts';
import { publishProblems, type Standing } from './postmortem.ts';
import { sectionStates } from './sections.ts';

const at = (clock: string): number => Date.parse(`2026-11-22T${clock}:00Z`);
const row = (id: number, clock: string, more: Partial<TimelineRow>): TimelineRow => ({
  ...{ id, at: at(clock), source: 'feed', kind: 'change', by: null, text: `row ${id}`, dedupeKey: `k${id}` },
  ...more,
});

const TIMELINE: TimelineRow[] = [
  row(1, '08:20', { text: 'orders/extract: margin 2 % → 5 %', by: 'Ada' }),
  row(2, '09:59', { text: 'orders/extract v31 serves production', by: 'Ed' }),
  row(3, '10:06', {
    source: 'alert',
    kind: 'signal',
    text: 'Errors are above 1 %. [^t9] “Now”',
    dedupeKey: 'alert:A:fired',
  }),
  row(4, '10:10', {
    source: 'person',
    kind: 'action',
    by: 'Maren',
    text: 'acted on step 4 of the runbook',
    dedupeKey: 'runbook-step:x',
  }),
  row(5, '10:11', { source: 'person', kind: 'action', by: 'Maren', text: 'Triage → active', dedupeKey: 'done:1' }),
];

const FACTS: Facts = {
  ...{ name: 'INC-41', title: 'Errors are above 1 %', detector: 'monitor', detectedBy: 'Errors are above 1 %' },
  times: {
    ...{ impact_start: at('10:00'), detected: at('10:06'), acknowledged: at('10:09') },
    ...{ mitigated: at('10:12'), resolved: at('14:00') },
  },
  timeFrom: { impact_start: { source: 'machine', by: 'incidents', reason: null } },
  trigger: { at: at('09:59'), kind: 'deployment', title: 'orders/extract v31 serves production' },
  alerts: [{ key: 'alert:A:fired', severity: 'page' }],
  isMitigatedByMachine: false,
  impact: {
    ...{ requests: 697, failedRequests: 74, excessFailures: { value: 67.2, interval: [51, 85.4] } },
    ...{ outcomes: 0, failedOutcomes: 0, excessFailedOutcomes: null, baselineRequests: 5_000 },
    ...{ extraCostUsd: { value: 12.4, interval: null }, quality: { value: -0.125, interval: [-0.2, -0.05] } },
    ...{ users: 1_204, failedUsers: 61, from: at('10:00'), to: at('10:12'), at: at('10:20') },
  },
  before: [{ name: 'INC-12', title: 'Errors are above 1 %' }],
  gate: {
    ...{ kind: 'verdict', title: 'orders/extract v31 for production', at: at('09:30'), path: '/promotions/p' },
    ...{ verdict: 'pass', note: null, margin: '2 % of the score before', findings: [], overriddenBy: null },
    sets: [
      {
        ...{ dataset: 'orders', items: 120 },
        categories: [
          { name: 'dates', n: 40, verdict: 'pass', mayHide: 0.06 },
          { name: 'totals', n: 80, verdict: 'pass', mayHide: null },
        ],
      },
    ],
  },
};

/** The timeline with the facts that the draft puts onto it. */
function filled(facts: Facts, rows = TIMELINE): TimelineRow[] {
  const added = factRows(facts, rows);
  return [
    ...rows,
    ...added.map(({ key, at, kind, text }, i) => ({
      ...{ id: 100 + i, at, kind, text, source: 'machine' as const, by: null, dedupeKey: key },
    })),
  ];
}
const draft = (facts: Facts, rows?: TimelineRow[]) => draftPostmortem(facts, filled(facts, rows));
const section = (text: string, title: string): string => text.split(`## ${title}\n\n`)[1]?.split('\n\n## ')[0] ?? '';

test('drafts what is known, each sentence with its rows', () => {
  const text = draft(FACTS);
  expect(section(text, 'What changed?')).toBe(
    [
      '2026-11-22 09:59 UTC: “orders/extract v31 serves production”, by “Ed”.[^t2] The impact began 1 min later.[^t2][^t100] It preceded the impact; whether it caused it is for people to say.',
      'Before that, in its scope:',
      '- 2026-11-22 08:20 UTC: “orders/extract: margin 2 % → 5 %”, by “Ada”.[^t1]',
    ].join('\n\n'),
  );
  expect(section(text, 'What signal detected it?')).toBe(
    "“Errors are above 1 %. \\[^t9\\] 'Now'” fired as a page at 2026-11-22 10:06 UTC.[^t3]",
  );
  expect(section(text, 'How long until detection?')).toContain(
    '6 min: from the first bad minute, 2026-11-22 10:00 UTC, to the detection, 2026-11-22 10:06 UTC.[^t100][^t3]',
  );
  expect(section(text, 'How long until detection?')).toContain('A person first acted 3 min after the detection');
  const remedy = section(text, 'Which remediation was taken?');
  expect(remedy).toContain('- 2026-11-22 10:10 UTC: “acted on step 4 of the runbook”, by “Maren”.[^t4]');
  expect(remedy).not.toContain('Triage');
  expect(remedy).toContain('The symptom ended at 2026-11-22 10:12 UTC, 12 min after the impact began.');
  expect(
    section(text, 'Impact')
      .split('\n')
      .map((line) => line.replace(/\[\^t\d+\]/, '')),
  ).toEqual([
    '- 74 of 697 requests failed from 2026-11-22 10:00 UTC to 2026-11-22 10:12 UTC.',
    '- That is 67 more failures than at the rate before (95 % interval 51 to 85).',
    '- 61 of 1,204 users met a failure.',
    '- It cost $12.40 more than the same requests before (no interval can be given).',
    '- Quality differed by −12.5 points of 100 (95 % interval −20.0 to −5.0).',
    '- Not known: the outcomes; none were reported.',
  ]);
  const gate = section(text, 'Why did the gate not stop it?');
  expect(gate).toContain('The gate said pass on 2026-11-22 09:30 UTC for “orders/extract v31 for production”');
  expect(gate).toContain('Evaluated, and nothing else: “orders, 120 items: dates 40, totals 80”.');
  expect(gate).toContain('“dates”, with 40 items, could still hide a drop of 6.0 points of 100.');
});

const UNKNOWN: Facts = {
  ...FACTS,
  times: { impact_start: null, detected: at('10:06'), acknowledged: null, mitigated: null, resolved: null },
  ...{ detector: 'person', detectedBy: 'Ada 2', trigger: null, alerts: [], impact: null, before: [] },
  gate: { kind: 'nothing_served' },
};

test.each([
  ['all is known', FACTS, TIMELINE],
  ['nothing is known', UNKNOWN, []],
  ['it names no prompt', { ...FACTS, gate: { kind: 'no_prompt' } } satisfies Facts, TIMELINE],
  [
    'it went without a promotion',
    { ...FACTS, gate: { kind: 'direct', title: 'v31', at: at('09:59'), path: '/x' } } satisfies Facts,
    TIMELINE,
  ],
])('supports every sentence of its own draft where %s', (_, facts, rows) => {
  const all = filled(facts, [...rows]);
  const text = draftPostmortem(facts, all);
  expect(unsupportedSentences(text, new Set(all.map(({ id }) => id)))).toEqual([]);
  expect(draftPostmortem(facts, all), 'the same facts make the same text').toBe(text);
  // Drafted again, the timeline has every fact already.
  expect(factRows(facts, all)).toEqual([]);
});

test('says what is unknown, and counts it as no answer of a question', () => {
  const text = draft(UNKNOWN, []);
  expect(section(text, 'What changed?')).toMatch(/^Not known: what changed\./);
  expect(section(text, 'What signal detected it?')).toMatch(
    /^A person noticed it: “Ada 2” declared it at .* No alert is linked to it\.$/,
  );
  expect(section(text, 'How long until detection?')).toMatch(
    /^Not known: how long until detection, because the start of the impact/,
  );
  const states = sectionStates(text, { hasActions: false });
  expect(states.filter(({ isWritten }) => isWritten).map(({ key }) => key)).toEqual(['signal', 'impact', 'gate']);
});

const DONE: Standing = {
  ...{ state: 'in_review', sections: [], unsupported: [], verdict: 'approved' },
  ...{ unknownTimes: [], timesUnknownReason: null, gateReason: 'no_canary' },
};

const DIRECT = { kind: 'direct', title: 'v31', at: at('09:59'), path: '/x' } as const;
test.each<[string, GateFacts, boolean, GateReason | null]>([
  ['a release without a promotion', DIRECT, false, 'no_gate'],
  ['a provider that announced it', DIRECT, true, 'provider_side'],
  ['a verdict that was overridden', { ...FACTS.gate, overriddenBy: 'Ada' } as GateFacts, false, 'override'],
  ['a verdict that stood', FACTS.gate, false, null],
  ['no prompt', { kind: 'no_prompt' }, false, null],
])('proposes the reason of %s', (_, gate, isProviderSide, reason) => {
  expect(proposedReason({ gate, isProviderSide })).toBe(reason);
});

test('a deleted row makes its sentences unsupported, which blocks publishing with the sentence', () => {
  const rows = filled(FACTS);
  const unsupported = unsupportedSentences(
    draftPostmortem(FACTS, rows),
    new Set(rows.map(({ id }) => id).filter((id) => id !== 4)),
  );
  expect(unsupported).toEqual([
    {
      sentence: '2026-11-22 10:10 UTC: “acted on step 4 of the runbook”, by “Maren”.',
      why: 'source_gone',
      gone: [4],
      section: 'remediation',
    },
  ]);
  const problems = publishProblems({ ...DONE, unsupported });
  expect(problems).toMatchObject([{ code: 'unsupported', message: expect.stringContaining('acted on step 4') }]);
});

test('is published where it is written, supported and approved; each that lacks is named', () => {
  expect(publishProblems(DONE)).toEqual([]);
  expect(publishProblems({ ...DONE, verdict: null })).toMatchObject([{ code: 'not_reviewed' }]);
  expect(publishProblems({ ...DONE, state: 'published' })).toMatchObject([{ code: 'published' }]);
  expect(publishProblems({ ...DONE, gateReason: null })).toMatchObject([
    { code: 'no_gate_reason', field: '/gate_reason' },
  ]);
  const unknown = { ...DONE, unknownTimes: ['impact_start', 'mitigated'] } as const;
  expect(publishProblems(unknown)).toEqual([
    {
      ...{ code: 'times_unknown', field: '/times_unknown_reason' },
      message:
        'Not known: the start of the impact, the end of the symptom. Set it on the incident, or say why it cannot be known.',
    },
  ]);
  expect(publishProblems({ ...unknown, timesUnknownReason: 'No log is left.' })).toEqual([]);
  const missing = publishProblems({ ...DONE, sections: sectionStates(draft(FACTS), { hasActions: false }) });
  expect(missing.map(({ message }) => message)).toEqual([
    '“How was it possible?” is still to be written.',
    '“Surprises” is still to be written.',
    '“Why did the gate not stop it?” is still to be written.',
    'There is no action item. Add one, or say why nothing is to be done.',
  ]);
});

test('exports one text with its sources as footnotes and its action items', () => {
  const exported = exportMarkdown({
    markdown:
      '# INC-1: A\n\n## Impact\n\n5 failed.[^t1] It ended.[^t9]\n\n## Action items\n\n*To be written: add the items beside this text.*\n',
    status: 'Draft',
    actions: [{ kind: 'detect', title: 'Alert on *dates*', owner: 'Ada', dueOn: '2026-12-04', doneAt: null }],
    sources: [{ id: 1, at: at('10:00'), text: '5 failed\n<b>', by: 'Ed' }],
  });
  expect(exported).toBe(
    [
      '# INC-1: A\n\n*Draft*\n\n## Impact\n\n5 failed.[^t1] It ended. (its source is gone)\n\n## Action items\n',
      '- [ ] Alert on \\*dates\\* (detect), Ada, due on 2026-12-04\n',
      '[^t1]: 2026-11-22 10:00 UTC, “5 failed \\<b\\>”, Ed\n',
    ].join('\n'),
  );
});

test('reminds two days before, on the day, for three days after and then once a week', () => {
  const days = Array.from({ length: 20 }, (_, i) => 4 - i);
  expect(days.filter(isReminded)).toEqual([2, 0, -1, -2, -3, -7, -14]);
});
