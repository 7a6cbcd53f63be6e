import { describe, expect, test } from 'vitest';
import { isAction, paramsOf } from './actions.ts';
import { BUILTIN_RUNBOOKS } from './builtin.ts';
import { parseRunbook } from './parse-runbook.ts';

const SECTIONS = ['Detection signal', 'First responder action', 'Escalation path', 'Rollback procedure'];
const runbookOf = (steps: string, sections = SECTIONS) =>
  `# A title\n${sections.map((name) => `## ${name}\nText of ${name}.\n`).join('')}## Steps\n${steps}`;
const problemsOf = (markdown: string) => parseRunbook(markdown).problems.map(({ line, code }) => [line, code]);

test('a runbook has a title, four sections and typed steps, in the order of the document', () => {
  const { runbook, problems } = parseRunbook(
    runbookOf(
      '### check: Look **here**\nFirst.\n\n~~~\n## no heading\n~~~\n### Act: Go back\nWhy.\n```act roll_back_prompt\nprompt: "a/b"\n\nenvironment:  production \n```\nAfter.\n',
    ),
  );
  expect(problems).toEqual([]);
  expect(runbook).toMatchObject({
    title: 'A title',
    signal: 'Text of Detection signal.',
    rollback: 'Text of Rollback procedure.',
  });
  expect(runbook.steps).toEqual([
    { position: 1, kind: 'check', title: 'Look **here**', text: 'First.\n\n~~~\n## no heading\n~~~', action: null },
    {
      ...{ position: 2, kind: 'act', title: 'Go back', text: 'Why.\nAfter.' },
      action: { name: 'roll_back_prompt', given: { prompt: 'a/b', environment: 'production' } },
    },
  ]);
});

describe('problems name their line', () => {
  test.for([
    ['an empty document', '', ['no_title', 'no_steps', 'no_signal', 'no_first', 'no_escalation', 'no_rollback']],
    ['an act without its block', runbookOf('### act: Go\nText.\n'), ['no_action']],
    ['a block in a step that does not act', runbookOf('### tell: Go\n~~~act block_key\n~~~\n'), ['not_an_act']],
    ['two blocks in one step', runbookOf('### act: Go\n~~~act a_b\n~~~\n~~~act a_b\n~~~\n'), ['second_action']],
    ['an action in other letters', runbookOf('### act: Go\n~~~act Roll-Back\n~~~\n'), ['bad_action', 'no_action']],
    ['a parameter that is none', runbookOf('### act: Go\n~~~act a_b\nprompt a\n~~~\n'), ['bad_parameter']],
    ['a parameter twice', runbookOf('### act: Go\n~~~act a_b\nx: 1\nx: 2\n~~~\n'), ['second_parameter']],
    [
      'a parameter of another action',
      runbookOf('### act: Go\n~~~act block_key\nuser: x\n~~~\n'),
      ['unknown_parameter'],
    ],
    ['hours past a week', runbookOf('### act: Go\n~~~act block_user\nhours: 169\n~~~\n'), ['bad_value']],
    ['hours that are none', runbookOf('### act: Go\n~~~act silence\nhours: Infinity\n~~~\n'), ['bad_value']],
    ['a cap of a word', runbookOf('### act: Go\n~~~act cap_input_length\nmax_chars: NaN\n~~~\n'), ['bad_value']],
    ['a budget below nothing', runbookOf('### act: Go\n~~~act change_budget\namount_usd: -5\n~~~\n'), ['bad_value']],
    ['nothing between quotes', runbookOf('### act: Go\n~~~act block_user\nuser: ""\n~~~\n'), ['bad_parameter']],
    ['a step of no kind', runbookOf('### Look here\n'), ['unknown_step']],
    ['a section that is not known', runbookOf('### tell: x\n', [...SECTIONS, 'Notes']), ['unknown_section']],
    ['a section twice', runbookOf('### tell: x\n', [...SECTIONS, 'Escalation path']), ['second_section']],
    ['41 steps', runbookOf('### tell: x\n'.repeat(41)), ['too_many_steps']],
  ] as const)('%s', ([, markdown, codes]) => {
    expect(parseRunbook(markdown).problems.map(({ code }) => code)).toEqual(codes);
  });

  test('a text that is dear to render is refused at its line', () => {
    expect(problemsOf(runbookOf(`### check: x\na\n${'>'.repeat(4_900)}\n`))).toEqual([[13, 'too_large']]);
  });

  test('a block that is never closed ends with the document', () => {
    expect(problemsOf(runbookOf('### act: Go\n~~~act a_b\nprompt: x\n## Not a section\n'))).toEqual([
      [14, 'bad_parameter'],
    ]);
  });
});

test.for(BUILTIN_RUNBOOKS)(
  '$name is complete, and its actions leave open what only an incident tells',
  ({ markdown }) => {
    const { runbook, problems } = parseRunbook(markdown);
    expect(problems).toEqual([]);
    expect(runbook.steps.some(({ kind }) => kind === 'tell')).toBe(true);
    for (const { action } of runbook.steps) {
      if (action === null) continue;
      expect(isAction(action.name) && paramsOf(action.name).length > 0).toBe(true);
      expect(action.given).toEqual({});
    }
  },
);
