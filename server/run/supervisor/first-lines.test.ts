import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { firstLines } from './first-lines.ts';

const root = mkdtempSync(join(tmpdir(), 'switchyard-lines-'));
const at = {
  root,
  state: join(root, '.switchyard'),
  webUrl: 'http://localhost:3000',
  edgeUrl: 'http://localhost:4000',
};

/** Runs the third line in a shell whose `curl` and `bin/switchyard` write down their arguments. */
function paste(line: string): { sent: string[]; data: string } {
  mkdirSync(join(root, 'bin'), { recursive: true });
  const program = (name: string, text: string) => writeFileSync(join(root, 'bin', name), text, { mode: 0o755 });
  program('switchyard', '#!/bin/sh\nprintf %s "$SWITCHYARD_DATA" > data\necho sy_made\n');
  program('curl', '#!/bin/sh\nprintf "%s\\n" "$@" > sent\n');
  const env = { NODE_ENV: 'test' as const, PATH: `${join(root, 'bin')}:${process.env.PATH}` };
  execFileSync('sh', ['-c', line.replace(/^Send an event +/, '')], { cwd: root, env });
  const sent = readFileSync(join(root, 'sent'), 'utf8').trim().split('\n');
  return { sent, data: readFileSync(join(root, 'data'), 'utf8') };
}

it('prints the address of the pages and how to sign in', () => {
  const link = 'http://localhost:3000/sign-in?token=t';
  const [open, signIn] = firstLines(at, link);
  expect(open).toBe('Open            http://localhost:3000');
  expect(signIn).toBe(`Sign in         ${link}  (once, within 24 hours)`);
  expect(firstLines(at, null)[1]).toContain('with e-mail address and password');
});

it('prints a command that makes a key and sends an event with it', () => {
  const { sent, data } = paste(firstLines(at, null)[2]);
  expect(sent).toContain('http://localhost:4000/api/v1/events');
  expect(sent).toContain('Authorization: Bearer sy_made');
  const { events } = JSON.parse(sent.at(-1) ?? '');
  expect(events).toMatchObject([{ id: 'first', model: 'gpt-4o-mini' }]);
  expect(Math.abs(Date.now() - Date.parse(events[0].at))).toBeLessThan(60_000);
  expect(data, 'the data folder of the clone needs no naming').toBe('');
});

it('names a data folder outside of the clone, whatever its name', () => {
  const state = "/var/lib/yard of Ann's";
  expect(paste(firstLines({ ...at, state }, null)[2]).data).toBe(state);
});
