import { describe, expect, test } from 'vitest';
import type { VersionContent } from './content.ts';
import { diffVersions } from './diff.ts';

const text = (template: string, config: Record<string, unknown> = {}): VersionContent => ({
  type: 'text',
  body: { template },
  config,
  responseFormat: null,
});

describe('the difference of two versions', () => {
  test('numbers each line on the sides that have it', () => {
    expect(diffVersions(text('a\nb\nc'), text('a\nB\nc')).texts).toEqual([
      {
        path: '/template',
        role: null,
        op: 'changed',
        compared: true,
        lines: [
          { op: 'same', from_line: 1, to_line: 1, text: 'a' },
          { op: 'removed', from_line: 2, to_line: null, text: 'b' },
          { op: 'added', from_line: null, to_line: 2, text: 'B' },
          { op: 'same', from_line: 3, to_line: 3, text: 'c' },
        ],
      },
    ]);
  });

  test('of a version with itself is empty', () => {
    expect(diffVersions(text('a', { model: 'm' }), text('a', { model: 'm' }))).toMatchObject({
      identical: true,
      added: 0,
      removed: 0,
      settings: [],
    });
  });

  test('names each setting by its path, tools included', () => {
    const from = text('a', { model: 'm', temperature: 0, tools: [{ name: 'search' }] });
    const to = text('a', { temperature: 0.5, top_p: 1, tools: [{ name: 'find' }] });
    expect(diffVersions(from, to).settings).toEqual([
      { path: '/config/model', op: 'removed', from: 'm' },
      { path: '/config/temperature', op: 'changed', from: 0, to: 0.5 },
      { path: '/config/tools/0/name', op: 'changed', from: 'search', to: 'find' },
      { path: '/config/top_p', op: 'added', to: 1 },
    ]);
  });

  test('shows a response format that was added as a whole', () => {
    expect(diffVersions(text('a'), { ...text('a'), responseFormat: { type: 'json_object' } }).settings).toEqual([
      { path: '/response_format', op: 'added', to: { type: 'json_object' } },
    ]);
  });

  test('compares messages by position and shows a changed role as removed and added', () => {
    const chat = (...messages: [role: 'system' | 'user', content: string][]): VersionContent => ({
      type: 'chat',
      body: { messages: messages.map(([role, content]) => ({ role, content })) },
      config: {},
      responseFormat: null,
    });
    const { texts, added, removed } = diffVersions(
      chat(['system', 'a'], ['user', 'q']),
      chat(['user', 'a'], ['user', 'q'], ['user', 'more']),
    );
    expect(texts.map(({ path, role, op }) => [path, role, op])).toEqual([
      ['/messages/0', 'system', 'removed'],
      ['/messages/0', 'user', 'added'],
      ['/messages/1', 'user', 'same'],
      ['/messages/2', 'user', 'added'],
    ]);
    expect([added, removed]).toEqual([2, 1]);
  });

  test('shows texts that differ in everything as replaced, without comparing each line with each', () => {
    const lines = (from: number) => Array.from({ length: 20_000 }, (_, i) => `line ${from + i}`).join('\n');
    expect(diffVersions(text(lines(0)), text(lines(50_000)))).toMatchObject({ added: 20_000, removed: 20_000 });
  });
});
