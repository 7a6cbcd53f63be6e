import type { DiffSection } from '#components/ui/diff/diff-view.tsx';
import { keyOfStep } from '#server/platform/pure/pointer.ts';
import type { DiffText } from '#server/prompts/domain/diff.ts';
import type { DiffSetting } from '#server/prompts/domain/diff-settings.ts';

/**
 * The texts of two versions in the form of the diff view. Two messages of one role are distinguished by their position.
 */
export function textSections(texts: readonly DiffText[]): DiffSection[] {
  const titles = texts.map(({ role }) => role ?? 'template');
  return texts.map(({ path, op, lines }, i) => {
    const title = titles[i] ?? 'template';
    const place = /\d+$/.exec(path);
    const twice = titles.indexOf(title) !== titles.lastIndexOf(title);
    const side = (without: 'added' | 'removed') =>
      lines
        .filter((line) => line.op !== without)
        .map(({ text }) => text)
        .join('\n');
    return {
      title: twice && place ? `${title}, message ${Number(place[0]) + 1}${op === 'removed' ? ' before' : ''}` : title,
      before: op === 'added' ? null : side('added'),
      after: op === 'removed' ? null : side('removed'),
    };
  });
}

/** `/config/tools/0/name` is `tools.0.name`; the pointer's escapes are undone. */
export function settingName(path: string): string {
  const parts = path.split('/').slice(1).map(keyOfStep);
  return (parts[0] === 'config' ? parts.slice(1) : parts).join('.') || 'all';
}

export type SettingChange = { name: string; before: string | null; after: string | null };

/** A setting for display: text without quotes, any other value as JSON. */
export const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Settings that differ; null on the side that lacks it. */
export const settingChanges = (settings: readonly DiffSetting[]): SettingChange[] =>
  settings.map(({ path, op, from, to }) => ({
    name: settingName(path),
    before: op === 'added' ? null : show(from),
    after: op === 'removed' ? null : show(to),
  }));
