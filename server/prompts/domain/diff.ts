import type { Body, VersionContent } from './content.ts';
import { type DiffBudget, type DiffLine, diffText, newDiffBudget } from './diff-lines.ts';
import { type DiffSetting, diffSettings } from './diff-settings.ts';

/**
 * One text: the template, or the message at an index. `role` is null for a template; `op` is `added` or `removed` where
 * only one side has it. `compared` is false where comparing would cost too much: each side is then one entry.
 */
export type DiffText = {
  path: string;
  role: string | null;
  op: 'same' | 'changed' | 'added' | 'removed';
  compared: boolean;
  lines: DiffLine[];
};
export type VersionDiff = {
  identical: boolean;
  /** Whether every text was compared line by line. */
  compared: boolean;
  added: number;
  removed: number;
  texts: DiffText[];
  settings: DiffSetting[];
};

type Counted = DiffText & { added: number; removed: number };

/**
 * What changed from one version to another: text line by line, settings leaf by leaf. The budget of a comparison holds
 * for all texts together.
 */
export function diffVersions(from: VersionContent, to: VersionContent): VersionDiff {
  const counted = diffTexts(sectionsOf(from.body), sectionsOf(to.body), newDiffBudget());
  const settings = diffSettings(
    { config: from.config, response_format: from.responseFormat },
    { config: to.config, response_format: to.responseFormat },
  );
  const texts = counted.map(({ added: _, removed: __, ...text }) => text);
  return {
    identical: settings.length === 0 && texts.every((text) => text.op === 'same'),
    compared: texts.every((text) => text.compared),
    added: counted.reduce((sum, text) => sum + text.added, 0),
    removed: counted.reduce((sum, text) => sum + text.removed, 0),
    texts,
    settings,
  };
}

type Section = { path: string; role: string | null; text: string };

const sectionsOf = (body: Body): Section[] =>
  'template' in body
    ? [{ path: '/template', role: null, text: body.template }]
    : body.messages.map(({ role, name, content }, i) => ({
        path: `/messages/${i}`,
        role: name ? `${role} (${name})` : role,
        text: content,
      }));

function diffTexts(from: Section[], to: Section[], budget: DiffBudget): Counted[] {
  const length = Math.max(from.length, to.length);
  return Array.from({ length }, (_, i) => diffSection(from[i], to[i], budget)).flat();
}

function diffSection(from: Section | undefined, to: Section | undefined, budget: DiffBudget): Counted[] {
  if (from && to && from.role === to.role) {
    const op = from.text === to.text ? 'same' : 'changed';
    return [{ path: to.path, role: to.role, op, ...diffText(from.text, to.text, budget) }];
  }
  const removed = from && { path: from.path, role: from.role, op: 'removed' as const };
  const added = to && { path: to.path, role: to.role, op: 'added' as const };
  return [
    ...(removed ? [{ ...removed, ...diffText(from.text, '', budget) }] : []),
    ...(added ? [{ ...added, ...diffText('', to.text, budget) }] : []),
  ];
}
