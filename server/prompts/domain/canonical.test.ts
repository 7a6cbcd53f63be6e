import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '#server/platform/ids.ts';
import { canonicalJson, canonicalVersion, withUnixLines } from './canonical.ts';
import type { VersionContent } from './content.ts';
import { canonicalVariant, parseModelRef, variantOf } from './variant.ts';

/** The vector of docs/digest.md. */
const PUBLISHED: VersionContent = {
  type: 'chat',
  body: {
    messages: [
      { role: 'system', content: 'Answer in {{language}}.\r\nBe brief.' },
      { role: 'user', content: '{{ question }}' },
    ],
  },
  config: { temperature: 0.2, model: 'openai/gpt-4-0613', max_tokens: 256 },
  responseFormat: null,
};

describe('the canonical form', () => {
  test('equals the published one', () => {
    expect(canonicalVersion(PUBLISHED)).toBe(
      '{"config":{"max_tokens":256,"model":"openai/gpt-4-0613","temperature":0.2},"messages":[{"content":"Answer in {{language}}.\\nBe brief.","role":"system"},{"content":"{{ question }}","role":"user"}],"type":"chat"}',
    );
    expect(sha256Hex(canonicalVersion(PUBLISHED))).toBe(
      'c82dc574176d6664ffcc898e828345a50ee957b2bb46e730e510a3fc1255d476',
    );
  });

  test('is the same for LF and CRLF line ends, and differs for a lone CR', () => {
    const of = (template: string) =>
      canonicalVersion({ type: 'text', body: { template }, config: {}, responseFormat: null });
    expect(of('a\r\nb')).toBe(of('a\nb'));
    expect(of('a\rb')).not.toBe(of('a\nb'));
  });

  test('distinguishes a response format from none, and one tool from another', () => {
    const forms = [
      PUBLISHED,
      { ...PUBLISHED, responseFormat: {} },
      { ...PUBLISHED, config: { tools: [{ name: 'a' }] } },
      { ...PUBLISHED, config: { tools: [{ name: 'b' }] } },
    ];
    expect(new Set(forms.map(canonicalVersion)).size).toBe(4);
  });

  property.prop([fc.dictionary(fc.string(), fc.jsonValue())])('does not depend on the order of keys', (config) => {
    const reversed = Object.fromEntries(Object.entries(config).reverse());
    expect(canonicalVersion({ ...PUBLISHED, config: reversed })).toBe(canonicalVersion({ ...PUBLISHED, config }));
  });

  property.prop([fc.jsonValue()])('survives a round trip through JSON text', (value) => {
    expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
    expect(canonicalJson(withUnixLines(withUnixLines(value)))).toBe(canonicalJson(withUnixLines(value)));
  });
});

describe('a variant', () => {
  test('has the published digest', () => {
    const text = canonicalVariant(sha256Hex(canonicalVersion(PUBLISHED)), variantOf(PUBLISHED.config));
    expect(sha256Hex(text)).toBe('eb3f283f37eeb5574376bb90724f9ab3266ff738beb95fbad7ee640a7af56299');
  });

  test.each([
    ['openai/gpt-4', { provider: 'openai', model: 'gpt-4' }],
    ['gpt-4', { provider: null, model: 'gpt-4' }],
    ['together/meta/llama-3', { provider: 'together', model: 'meta/llama-3' }],
    ['/gpt-4', { provider: null, model: '/gpt-4' }],
  ])('reads the model %s', (text, expected) => {
    expect(parseModelRef(text)).toEqual(expected);
  });

  test('takes the model of the request before that of the version, and keeps every other setting', () => {
    expect(variantOf({ model: 'openai/a', temperature: 0 }, 'mistral/b')).toEqual({
      provider: 'mistral',
      model: 'b',
      settings: { temperature: 0 },
    });
    expect(variantOf({ temperature: 0 })).toEqual({ provider: null, model: null, settings: { temperature: 0 } });
  });

  test('is the same whether the version or the request names the model', () => {
    expect(canonicalVariant('d', variantOf({ model: 'openai/a' }))).toBe(
      canonicalVariant('d', variantOf({ model: 'openai/z' }, 'openai/a')),
    );
  });
});
