import { expect, test } from 'vitest';
import { type Postmortem, postmortemHeadline, type Summary, summaryWords } from './postmortem-words.ts';

const section = (is_written: boolean) => ({ key: 'impact', title: 'Impact', is_question: false, is_written }) as const;
const DRAFT = {
  ...{ incident: 'INC-41', state: 'draft', sections: [section(true), section(false)], unsupported: [] },
  problems: [{ code: 'not_reviewed', message: 'No.' }],
} as unknown as Postmortem;

test.each<[string, Partial<Postmortem>, string]>([
  ['a draft', {}, 'The post-mortem of INC-41: 1 of 2 sections written.'],
  [
    'a draft with a sentence that nothing supports',
    { unsupported: [{ sentence: 'a', section: null, why: 'no_source', gone: [] }] },
    'The post-mortem of INC-41: 1 of 2 sections written, 1 sentence unsupported.',
  ],
  ['what can be published', { problems: [] }, 'The post-mortem of INC-41 is approved and can be published.'],
  ['what is published', { state: 'published' }, 'The post-mortem of INC-41 is published.'],
])('says of %s how far it is', (_, more, headline) => {
  expect(postmortemHeadline({ ...DRAFT, ...more }).replaceAll('\u00a0', ' ')).toBe(headline);
});

const SUMMARY: Summary = {
  ...{ state: 'draft', published: false, dueOn: '2026-12-04', written: 7, sections: 9, unsupported: 0 },
  ...{ actions: 0, actionsDone: 0 },
};
test.each<[Partial<Summary>, string]>([
  [{}, '7 of 9 sections written, due on 2026-12-04.'],
  [{ unsupported: 2, dueOn: null }, '7 of 9 sections written, 2 sentences unsupported.'],
  [{ state: 'published', published: true }, '9 sections, each number with its source.'],
  [{ state: null }, 'Nothing has been drafted. Due on 2026-12-04.'],
  [{ state: null, dueOn: null }, 'Nothing has been drafted.'],
])('sums up %o beside its incident', (more, words) => {
  expect(summaryWords({ ...SUMMARY, ...more }).replaceAll('\u00a0', ' ')).toBe(words);
});
