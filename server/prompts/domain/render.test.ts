import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { RENDERED_BYTES_MAX, render } from './render.ts';
import { variablesOf } from './variables.ts';

const textOf = (template: string, variables: Record<string, unknown>) => {
  const rendered = render({ template }, variables);
  if (!rendered.ok || !('text' in rendered.body)) throw new Error(`not rendered: ${JSON.stringify(rendered)}`);
  return rendered.body.text;
};

describe('render', () => {
  test.each<[string, string, Record<string, unknown>, string]>([
    ['fills a variable', 'Hello {{name}}!', { name: 'Ada' }, 'Hello Ada!'],
    ['allows spaces inside the braces', '{{  name }}', { name: 'Ada' }, 'Ada'],
    ['fills each use', '{{a}}{{b}}{{a}}', { a: 1, b: 2 }, '121'],
    [
      'writes values that are no strings as JSON',
      '{{n}} {{t}} {{o}} {{l}} {{x}}',
      { n: 1.5, t: true, o: { a: 'ü' }, l: [1, 'b'], x: null },
      '1.5 true {"a":"ü"} [1,"b"] null',
    ],
    ['ignores extra variables', 'a', { b: 1 }, 'a'],
    ['does not fill placeholders inside a value', '{{a}}', { a: '{{b}}', b: 'no' }, '{{b}}'],
    ['does not join a value with what follows it', '{{a}}{x}}', { a: '{{', x: 'no' }, '{{{x}}'],
    ['keeps dollar signs of a value', '{{a}}', { a: '$& $1 $$' }, '$& $1 $$'],
    ['takes a dot as part of the name', '{{user.name}}', { 'user.name': 'Ada' }, 'Ada'],
    ['leaves text that is no placeholder', '{{ 1a }} {{}} {a} {{a b}}', { a: 1 }, '{{ 1a }} {{}} {a} {{a b}}'],
  ])('%s', (_, template, variables, expected) => {
    expect(textOf(template, variables)).toBe(expected);
  });

  test('names every missing variable in order of first use', () => {
    expect(render({ template: '{{b}} {{a}} {{b}} {{c}}' }, { c: '' })).toEqual({
      ok: false,
      code: 'missing_variable',
      missing: ['b', 'a'],
    });
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'treats %s as a name without a value',
    (name) => {
      expect(render({ template: `{{${name}}}` }, {})).toMatchObject({ ok: false, missing: [name] });
    },
  );

  test('fills each message of a chat and keeps role and name', () => {
    const messages = [
      { role: 'system' as const, content: 'Be {{mood}}.' },
      { role: 'user' as const, name: 'u', content: '{{q}}' },
    ];
    expect(render({ messages }, { mood: 'calm', q: 'Why?' })).toEqual({
      ok: true,
      body: {
        messages: [
          { role: 'system', content: 'Be calm.' },
          { role: 'user', name: 'u', content: 'Why?' },
        ],
      },
    });
  });

  test('counts bytes, not characters, towards 1 MB, over all messages together', () => {
    const half = 'ü'.repeat(RENDERED_BYTES_MAX / 4);
    expect(render({ template: '{{a}}{{a}}' }, { a: half }).ok).toBe(true);
    expect(render({ template: '{{a}}{{a}}.' }, { a: half })).toEqual({ ok: false, code: 'rendered_too_large' });
    const messages = [1, 2, 3].map(() => ({ role: 'user' as const, content: '{{a}}' }));
    expect(render({ messages }, { a: half })).toEqual({ ok: false, code: 'rendered_too_large' });
  });

  test('stops early where many placeholders multiply a long value', () => {
    const template = '{{a}}'.repeat(100_000);
    expect(render({ template }, { a: 'x'.repeat(900_000) })).toEqual({ ok: false, code: 'rendered_too_large' });
  });

  property.prop([fc.string(), fc.dictionary(fc.string(), fc.string())])(
    'a text without placeholders is unchanged',
    (text, variables) => {
      fc.pre(variablesOf({ template: text }).length === 0);
      expect(textOf(text, variables)).toBe(text);
    },
  );

  property.prop([fc.string({ unit: 'grapheme' }), fc.string(), fc.string()])(
    'a value is inserted unchanged between the texts beside it',
    (value, before, after) => {
      fc.pre(!/[{}]/.test(before + after));
      expect(textOf(`${before}{{v}}${after}`, { v: value })).toBe(before + value + after);
    },
  );
});
