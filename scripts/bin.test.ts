import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const NODE = 'node_modules/node/bin/node';
const STAMP = 'node_modules/.switchyard-installed.json';

/** A clone with only `bin/switchyard`, a command line that prints which Node runs it, and `files`. */
function clone(files: Record<string, string> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'switchyard bin '));
  const all = { 'server/run/cli.ts': 'console.log(process.execPath, process.argv.slice(2));', ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { mode: 0o755 });
  }
  mkdirSync(join(root, 'bin'));
  copyFileSync('bin/switchyard', join(root, 'bin/switchyard'));
  return root;
}

function call(program: string, path = process.env.PATH) {
  const { status, stdout, stderr } = spawnSync(program, ['a b', 'c'], {
    encoding: 'utf8',
    env: { NODE_ENV: 'test', PATH: path },
  });
  return { status, stdout: stdout.trim(), stderr };
}

const packaged = { [NODE]: '#!/bin/sh\necho packaged "$@"\n' };

it('runs the command line with the Node of its clone, also through a link from elsewhere', () => {
  const root = clone(packaged);
  const link = join(mkdtempSync(join(tmpdir(), 'switchyard-link-')), 'yard');
  symlinkSync(join(root, 'bin/switchyard'), link);
  expect(call(link)).toMatchObject({ status: 0, stdout: `packaged ${root}/server/run/cli.ts a b c` });
});

it('runs with the machine’s own Node where the install found that the packaged one cannot run here', () => {
  const root = clone({ ...packaged, [STAMP]: JSON.stringify({ lock: 'x', node: 'own' }) });
  const path = `${dirname(process.execPath)}:${process.env.PATH}`;
  expect(call(join(root, 'bin/switchyard'), path).stdout).toContain(process.execPath);
});

it('prints what is missing before the install', () => {
  expect(call(join(clone(), 'bin/switchyard'))).toMatchObject({ status: 2, stderr: expect.stringContaining('npm ci') });
});
