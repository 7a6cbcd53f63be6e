import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { VersionContent } from './content.ts';
import { diffVersions } from './diff.ts';
import { diffText, newDiffBudget } from './diff-lines.ts';

const chat = (contents: string[], config: Record<string, unknown> = {}): VersionContent => ({
  type: 'chat',
  body: { messages: contents.map((content) => ({ role: 'user', content })) },
  config,
  responseFormat: null,
});
const numbered = (word: string, lines: number) => Array.from({ length: lines }, (_, i) => `${word} ${i}`).join('\n');
const hundred = (make: (i: number) => string) => Array.from({ length: 100 }, (_, i) => make(i));

describe('the difference of two versions is bounded over all of their texts', () => {
  test('of a hundred messages that differ in every line, the first are compared, and `compared` is false for the others', () => {
    const diff = diffVersions(
      chat(hundred((i) => numbered(`before ${i}`, 150))),
      chat(hundred((i) => numbered(`after ${i}`, 150))),
    );
    expect(diff).toMatchObject({ compared: false, added: 15_000, removed: 15_000, identical: false });
    expect(diff.texts[0]).toMatchObject({ compared: true });
    expect(diff.texts.at(-1)).toMatchObject({
      compared: false,
      op: 'changed',
      lines: [
        { op: 'removed', from_line: 1, to_line: null, text: numbered('before 99', 150) },
        { op: 'added', from_line: null, to_line: 1, text: numbered('after 99', 150) },
      ],
    });
  });

  test('a hundred messages with a few edits each are all compared', () => {
    const edited = (i: number) => numbered(`line ${i}`, 40).replace('3\n', 'three\n').replace('9\n', 'nine\n');
    expect(diffVersions(chat(hundred((i) => numbered(`line ${i}`, 40))), chat(hundred(edited)))).toMatchObject({
      compared: true,
      added: 200,
      removed: 200,
    });
  });

  test('a text of very many lines is one entry, and its lines are counted', () => {
    const empty = '\n'.repeat(300_000);
    const diff = diffVersions(chat([empty]), chat([`${empty}x`]));
    expect(diff).toMatchObject({ compared: false, added: 300_001, removed: 300_000 });
    expect(diff.texts[0]?.lines).toHaveLength(2);
    expect(diffVersions(chat([empty]), chat([empty]))).toMatchObject({ compared: true, identical: true });
  });

  test('a message that is new is shown line by line, however long', () => {
    expect(diffVersions(chat(['a']), chat(['a', numbered('new', 5_000)]))).toMatchObject({
      compared: true,
      added: 5_000,
    });
  });
});

describe('settings that differ in many places are reported as a whole', () => {
  const settings = (value: number) => Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`s${i}`, value]));

  test('where too many differ', () => {
    const { settings: found } = diffVersions(chat(['a'], settings(1)), chat(['a'], settings(2)));
    expect(found).toEqual([{ path: '/config', op: 'changed', from: settings(1), to: settings(2) }]);
  });

  test('where their names are very long', () => {
    const name = 'n'.repeat(100_000);
    const nested = (value: number) => ({
      [name]: Object.fromEntries(Array.from({ length: 900 }, (_, i) => [i, value])),
    });
    const { settings: found } = diffVersions(chat(['a'], nested(1)), chat(['a'], nested(2)));
    expect(found.map(({ path }) => path)).toEqual([`/config/${name}`]);
  });
});

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '', 'long line'), { maxLength: 12 })
  .map((lines) => lines.join('\n'));
property.prop([text, text, fc.constantFrom(0, 4, 100, 120_000), fc.constantFrom(0, 10, 40_000)])(
  'whatever budget is left, both texts can be rebuilt from the lines, and the line numbers are right',
  (from, to, steps, lines) => {
    const budget = { ...newDiffBudget(), steps, lines };
    const diff = diffText(from, to, budget);
    const side = (without: 'added' | 'removed') =>
      diff.lines.flatMap((line) => (line.op === without ? [] : [line.text])).join('\n');
    expect([side('added'), side('removed')]).toEqual([from.replace(/\n$/, ''), to.replace(/\n$/, '')]);
    const count = (one: string) => (one === '' ? 0 : one.replace(/\n$/, '').split('\n').length);
    expect(diff.added - diff.removed).toBe(count(to) - count(from));
    expect(Math.min(budget.steps, budget.lines)).toBeGreaterThanOrEqual(0);
  },
);
