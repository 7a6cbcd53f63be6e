import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bornAt, busySentence, claimRun, readRun, updateRun } from './run-file.mjs';

const ABOUT = { phase: 'starting', webUrl: 'http://localhost:3000', edgeUrl: 'http://localhost:4000' } as const;
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'switchyard-run-'));
const fileOf = (state: string): string => join(state, 'run.json');

describe('a folder', () => {
  it('is held by one run, and a second one gets its pid and addresses', async () => {
    const state = newFolder();
    const first = await claimRun(state, ABOUT);
    const second = await claimRun(state, ABOUT);
    expect(first.held).toBe(true);
    expect(second.held === false && second.holder.pid).toBe(process.pid);
    if (second.held) throw new Error('held twice');
    expect(busySentence(second.holder)).toContain('http://localhost:3000');
  });

  it('is free again once released', async () => {
    const state = newFolder();
    const first = await claimRun(state, ABOUT);
    if (first.held) first.release();
    expect(existsSync(fileOf(state))).toBe(false);
    expect((await claimRun(state, ABOUT)).held).toBe(true);
  });

  it('can be claimed after the run was killed', async () => {
    const state = newFolder();
    writeFileSync(fileOf(state), JSON.stringify({ ...ABOUT, pid: await endedPid(), born: 'long ago', processes: [] }));
    expect((await claimRun(state, ABOUT)).held).toBe(true);
    expect(readRun(state)?.pid).toBe(process.pid);
  });

  it('can be claimed when the pid of the killed run belongs to another program now', async () => {
    const state = newFolder();
    writeFileSync(fileOf(state), JSON.stringify({ ...ABOUT, pid: 1, born: 'before the reboot', processes: [] }));
    expect((await claimRun(state, ABOUT)).held).toBe(true);
  });

  it('can be claimed when its file was cut off', async () => {
    const state = newFolder();
    writeFileSync(fileOf(state), '{"pid": 12');
    expect((await claimRun(state, ABOUT)).held).toBe(true);
  });

  it('is claimed only after the processes of the killed run have ended', async () => {
    const state = newFolder();
    const left = spawn('sleep', ['0.3']);
    const processes = [{ name: 'edge', pid: left.pid ?? 0, born: bornAt(left.pid ?? 0) }];
    writeFileSync(fileOf(state), JSON.stringify({ ...ABOUT, pid: 1, born: null, processes }));
    await claimRun(state, ABOUT);
    expect(bornAt(left.pid ?? 0)).toBeNull();
  });

  it('is claimed by one of many that start together', async () => {
    const state = newFolder();
    writeFileSync(fileOf(state), JSON.stringify({ ...ABOUT, pid: 1, born: null, processes: [] }));
    const all = await Promise.all(Array.from({ length: 8 }, () => claimRun(state, ABOUT)));
    expect(all.filter((each) => each.held)).toHaveLength(1);
  });

  it.skipIf(process.getuid?.() === 0)('of another user is refused with the remedy', async () => {
    const state = newFolder();
    chmodSync(state, 0o500);
    await expect(claimRun(state, ABOUT)).rejects.toThrow(/may not write in .* SWITCHYARD_DATA/);
  });

  it('has a file that can be updated', async () => {
    const state = newFolder();
    await claimRun(state, ABOUT);
    updateRun(state, { phase: 'running' });
    expect(readRun(state)).toMatchObject({ phase: 'running', pid: process.pid });
    expect(JSON.parse(readFileSync(fileOf(state), 'utf8')).webUrl).toBe(ABOUT.webUrl);
  });
});

function endedPid(): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn('true');
    child.once('exit', () => resolve(child.pid ?? 0));
  });
}
