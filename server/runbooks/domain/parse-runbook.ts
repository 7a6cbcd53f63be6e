import { markdownFault } from '#server/platform/pure/markdown-limits.ts';
import { paramFault } from './check-params.ts';

/**
 * A runbook as Markdown: `# Title`, four sections that say when and whom, and `## Steps` with one `### kind: Title` a step.
 * A step of kind `act` holds one fenced block `act NAME` with `parameter: value` lines; a parameter that is left out is
 * asked when the step is done.
 */
export const STEP_KINDS = ['check', 'act', 'decide', 'tell'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export const SECTIONS = {
  'detection signal': 'signal',
  'first responder action': 'first',
  'escalation path': 'escalation',
  'rollback procedure': 'rollback',
} as const;
type Section = (typeof SECTIONS)[keyof typeof SECTIONS];
const SECTION_NAMES: Record<Section, string> = {
  signal: 'Detection signal',
  first: 'First responder action',
  escalation: 'Escalation path',
  rollback: 'Rollback procedure',
};

export type StepAction = { name: string; given: Record<string, string> };
export type Step = {
  /** From 1, in the order of the document. */
  position: number;
  kind: StepKind;
  title: string;
  /** Markdown, without the block of its action. */
  text: string;
  action: StepAction | null;
};

export type Runbook = { title: string; steps: Step[] } & Record<Section, string>;
/** `line` counts from 1. */
export type RunbookProblem = { line: number; code: string; message: string };

/** Most steps of a runbook: more cannot be followed at night. */
export const STEPS_MAX = 40;
const TITLE_CHARS_MAX = 120;
const FENCE = /^\s{0,3}(`{3,}|~{3,})\s*(.*)$/;

type Draft = Omit<Step, 'text' | 'position'> & { line: number; lines: string[] };

/** The parts of a runbook, with everything that is wrong with it; it can be used where nothing is. */
export function parseRunbook(markdown: string): { runbook: Runbook; problems: RunbookProblem[] } {
  const problems: RunbookProblem[] = [];
  const wrong = (line: number, code: string, message: string) => problems.push({ line, code, message });
  const texts = new Map<Section, string[]>();
  const drafts: Draft[] = [];
  let title = '';
  let into: string[] | null = null;
  let inSteps = false;
  const lines = markdown.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const fence = FENCE.exec(line);
    if (fence) {
      const end = endOfFence(lines, at, fence[1] ?? '');
      const [, act] = /^act\s+(.*)$/.exec((fence[2] ?? '').trim()) ?? [];
      const draft = drafts.at(-1);
      if (act === undefined || !inSteps || draft === undefined) into?.push(...lines.slice(at, end + 1));
      else takeAction(draft, { name: act.trim(), lines: lines.slice(at + 1, end), line: at + 1 }, wrong);
      at = end;
      continue;
    }
    const heading = /^(#{1,3})\s+(.*?)\s*#*$/.exec(line);
    if (!heading) {
      into?.push(line);
      continue;
    }
    const [, marks = '', text = ''] = heading;
    if (marks === '#') {
      if (title !== '') wrong(at + 1, 'second_title', 'A runbook has one title: write ## for a section.');
      title = text.slice(0, TITLE_CHARS_MAX);
      into = null;
    } else if (marks === '##') {
      inSteps = text.toLowerCase() === 'steps';
      into = inSteps ? null : sectionOf(texts, text, at + 1, wrong);
    } else if (inSteps) {
      const draft = stepOf(text, at + 1, wrong);
      drafts.push(draft);
      into = draft.lines;
    } else into?.push(line);
  }
  const steps = drafts.map(({ lines: own, line, ...step }, index): Step => {
    if (step.kind === 'act' && step.action === null)
      wrong(line, 'no_action', `Step ${index + 1} acts, but has no block "~~~act NAME". Add one, or make it a check.`);
    return { ...step, position: index + 1, text: trimmed(own) };
  });
  if (title === '') wrong(1, 'no_title', 'Begin with "# " and the title.');
  if (steps.length === 0) wrong(lines.length, 'no_steps', 'Add "## Steps" with a "### check: …" below it.');
  if (steps.length > STEPS_MAX) wrong(lines.length, 'too_many_steps', `A runbook has at most ${STEPS_MAX} steps.`);
  const dear = markdownFault(markdown);
  if (dear) wrong(dear.line, 'too_large', `The line ${dear.message}`);
  const part = (section: Section): string => {
    const text = trimmed(texts.get(section) ?? []);
    if (text === '')
      wrong(lines.length, `no_${section}`, `Add "## ${SECTION_NAMES[section]}" with at least a sentence.`);
    return text;
  };
  const parts = {
    signal: part('signal'),
    first: part('first'),
    escalation: part('escalation'),
    rollback: part('rollback'),
  };
  return { runbook: { title, steps, ...parts }, problems };
}

type Wrong = (line: number, code: string, message: string) => void;

/** The line that closes a fenced block; past the last one where none does. */
function endOfFence(lines: readonly string[], start: number, mark: string): number {
  const closes = (line: string) => {
    const found = FENCE.exec(line);
    return found !== null && found[2] === '' && (found[1] ?? '').startsWith(mark);
  };
  const end = lines.findIndex((line, index) => index > start && closes(line));
  return end === -1 ? lines.length : end;
}

function sectionOf(texts: Map<Section, string[]>, text: string, line: number, wrong: Wrong): string[] {
  const section = (SECTIONS as Record<string, Section>)[text.toLowerCase()];
  const into: string[] = [];
  if (section === undefined) {
    wrong(
      line,
      'unknown_section',
      `There is no section "${text}": ${Object.values(SECTION_NAMES).join(', ')} and Steps.`,
    );
  } else if (texts.has(section)) wrong(line, 'second_section', `${SECTION_NAMES[section]} stands twice.`);
  else texts.set(section, into);
  return into;
}

function stepOf(text: string, line: number, wrong: Wrong): Draft {
  const [, word = '', title = ''] = /^(\w+)\s*:\s*(.+)$/.exec(text) ?? [];
  const kind = STEP_KINDS.find((one) => one === word.toLowerCase());
  if (kind === undefined)
    wrong(
      line,
      'unknown_step',
      `A step begins with ${STEP_KINDS.join(', ')} and a colon: "### check: What to look at".`,
    );
  return { kind: kind ?? 'check', title: (title || text).slice(0, TITLE_CHARS_MAX), action: null, line, lines: [] };
}

function takeAction(
  draft: Draft,
  { name, lines, line }: { name: string; lines: readonly string[]; line: number },
  wrong: Wrong,
): void {
  if (draft.kind !== 'act') wrong(line, 'not_an_act', `Only a step of kind act may act; this one is a ${draft.kind}.`);
  else if (draft.action !== null) wrong(line, 'second_action', 'A step does one thing: make two steps of it.');
  else if (!/^[a-z][a-z_]{0,59}$/.test(name))
    wrong(line, 'bad_action', 'An action is named in small letters: act roll_back_prompt.');
  else draft.action = { name, given: givenOf(name, { lines, first: line + 1 }, wrong) };
}

function givenOf(
  action: string,
  { lines, first }: { lines: readonly string[]; first: number },
  wrong: Wrong,
): Record<string, string> {
  const given = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const [, name = '', written = ''] = /^\s*([a-z][a-z_]{0,59})\s*:\s*(.{1,300}?)\s*$/.exec(line) ?? [];
    const value = unquoted(written);
    const fault = paramFault(action, name, value);
    if (value === '') wrong(first + index, 'bad_parameter', 'Write "parameter: value" on a line of its own.');
    else if (given.has(name)) wrong(first + index, 'second_parameter', `${name} stands twice. Keep one of them.`);
    else if (fault !== null) wrong(first + index, fault.code, fault.message);
    else given.set(name, value);
  }
  return Object.fromEntries(given);
}

/** A value without the quotes around it, as YAML has them. */
const unquoted = (value: string): string =>
  /^"([^"]*)"$|^'([^']*)'$/
    .exec(value)
    ?.slice(1)
    .find((one) => one !== undefined)
    ?.trim() ?? value;

const trimmed = (lines: readonly string[]): string => lines.join('\n').trim();
