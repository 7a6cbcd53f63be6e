import { diffLines } from 'diff';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import type { Body, VersionContent } from '#server/prompts/domain/content.ts';

/** One line of a comparison; the number is null on the side that lacks it. Lines count from 1. */
export type DiffLine = {
  op: 'same' | 'added' | 'removed';
  from_line: number | null;
  to_line: number | null;
  text: string;
};
/** One text: the template, or the message at an index. `role` is null for a template; `op` says whether it was there. */
export type DiffText = {
  path: string;
  role: string | null;
  op: 'same' | 'changed' | 'added' | 'removed';
  lines: DiffLine[];
};
/** One setting by JSON pointer: `/config/temperature`, `/config/tools/0/name`, `/response_format/type`. */
export type DiffSetting = { path: string; op: 'added' | 'removed' | 'changed'; from?: unknown; to?: unknown };
export type VersionDiff = {
  identical: boolean;
  added: number;
  removed: number;
  texts: DiffText[];
  settings: DiffSetting[];
};

/** Edits after which a text is shown as wholly replaced: the algorithm is quadratic in them. */
const EDITS_MAX = 1_500;

/** What changed from one version to another: text line by line, settings leaf by leaf. */
export function diffVersions(from: VersionContent, to: VersionContent): VersionDiff {
  const texts = diffTexts(sectionsOf(from.body), sectionsOf(to.body));
  const settings = diffSettings(
    { config: from.config, response_format: from.responseFormat },
    { config: to.config, response_format: to.responseFormat },
  );
  const count = (op: DiffLine['op']) =>
    texts.reduce((sum, text) => sum + text.lines.filter((line) => line.op === op).length, 0);
  return {
    identical: settings.length === 0 && texts.every((text) => text.op === 'same'),
    added: count('added'),
    removed: count('removed'),
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

function diffTexts(from: Section[], to: Section[]): DiffText[] {
  const length = Math.max(from.length, to.length);
  return Array.from({ length }, (_, i) => diffSection(from[i], to[i])).flat();
}

function diffSection(from: Section | undefined, to: Section | undefined): DiffText[] {
  if (from && to && from.role === to.role) {
    const lines = diffText(from.text, to.text);
    return [{ path: to.path, role: to.role, op: from.text === to.text ? 'same' : 'changed', lines }];
  }
  const whole = (section: Section | undefined, op: 'added' | 'removed'): DiffText[] =>
    section
      ? [
          {
            path: section.path,
            role: section.role,
            op,
            lines: op === 'added' ? diffText('', section.text) : diffText(section.text, ''),
          },
        ]
      : [];
  return [...whole(from, 'removed'), ...whole(to, 'added')];
}

function diffText(from: string, to: string): DiffLine[] {
  const parts = diffLines(from, to, { maxEditLength: EDITS_MAX }) ?? [
    { value: from, removed: true, added: false },
    { value: to, removed: false, added: true },
  ];
  const lines: DiffLine[] = [];
  let fromLine = 1;
  let toLine = 1;
  for (const part of parts) {
    for (const text of linesOf(part.value)) {
      const op = part.added ? 'added' : part.removed ? 'removed' : 'same';
      lines.push({
        op,
        from_line: op === 'added' ? null : fromLine++,
        to_line: op === 'removed' ? null : toLine++,
        text,
      });
    }
  }
  return lines;
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function diffSettings(from: unknown, to: unknown, path = ''): DiffSetting[] {
  if (canonicalJson(from) === canonicalJson(to)) return [];
  if (isBranch(from) && isBranch(to) && Array.isArray(from) === Array.isArray(to)) {
    const before = new Map(Object.entries(from));
    const after = new Map(Object.entries(to));
    const keys = [...new Set([...before.keys(), ...after.keys()])];
    return keys.flatMap((key) => {
      const at = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (!after.has(key)) return [{ path: at, op: 'removed', from: before.get(key) }];
      if (!before.has(key)) return [{ path: at, op: 'added', to: after.get(key) }];
      return diffSettings(before.get(key), after.get(key), at);
    });
  }
  if (from === null) return [{ path, op: 'added', to }];
  if (to === null) return [{ path, op: 'removed', from }];
  return [{ path, op: 'changed', from, to }];
}

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null;
