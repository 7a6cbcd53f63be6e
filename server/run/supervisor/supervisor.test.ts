import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { isRunning } from '#server/run/postgres/leftover.ts';
import { type Running, supervise } from './supervisor.ts';
import { openProcessLog, splitLines } from './supervisor-log.ts';

/** Runs `script` under supervision; every start appends a line to `starts`. */
function run(script: string, once = false) {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-supervisor-'));
  const file = join(folder, 'program.ts');
  const starts = join(folder, 'starts');
  writeFileSync(starts, '');
  writeFileSync(
    file,
    `import { appendFileSync } from 'node:fs';\nappendFileSync(${JSON.stringify(starts)}, 'x');\n${script}`,
  );
  const terminal: string[] = [];
  const log = openProcessLog('program', join(folder, 'program.log'), (line) => terminal.push(line));
  const env = { ...process.env, NODE_OPTIONS: '' };
  const running = supervise({ name: 'program', args: [file], cwd: folder, env, log, once, changed: () => {} });
  return { running, terminal, log: join(folder, 'program.log'), starts: () => readFileSync(starts, 'utf8').length };
}

const STAYS = 'setInterval(() => {}, 1000);';
const startedAs = (running: Running): Promise<number> => vi.waitFor(() => orThrow(running.pid()), 10_000);

describe('a supervised process', () => {
  it('starts again when it is killed', async () => {
    const { running, starts } = run(STAYS);
    await vi.waitFor(() => expect(starts()).toBe(1), 10_000);
    process.kill(await startedAs(running), 'SIGKILL');
    await vi.waitFor(() => expect(starts()).toBe(2), 10_000);
    expect(running.crashes()).toBe(1);
    await running.stop();
  });

  it('waits longer after each crash, and reports it', async () => {
    const { running, terminal } = run('process.exit(3);');
    const delays = () => terminal.flatMap((line) => /code 3; starting again in ([\d.]+) s/.exec(line)?.[1] ?? []);
    await vi.waitFor(() => expect(delays().length).toBeGreaterThanOrEqual(3), 15_000);
    await running.stop();
    expect(delays().slice(0, 3).map(Number)).toEqual([0.25, 0.5, 1]);
  });

  it('is not started again after a stop', async () => {
    const { running, starts } = run(STAYS);
    await vi.waitFor(() => expect(starts()).toBe(1), 10_000);
    const pid = await startedAs(running);
    await running.stop();
    expect(isRunning(pid)).toBe(false);
    expect(running.pid()).toBeNull();
    expect(starts()).toBe(1);
  });

  it('may exit by itself where it runs once', async () => {
    const { running, starts } = run('console.log("done");', true);
    await vi.waitFor(() => expect(running.pid()).toBeNull(), 10_000);
    await running.stop();
    expect(starts()).toBe(1);
  });

  it('writes every line to its file, and only errors to the terminal', async () => {
    const { running, terminal, log } = run(
      `
      console.log('{"level":30,"msg":"all is well"}');
      console.log('{"level":50,"msg":"it broke","err":{"message":"because"}}');
      console.error('a warning');`,
      true,
    );
    await vi.waitFor(() => expect(readFileSync(log, 'utf8').trim().split('\n')).toHaveLength(3), 10_000);
    expect(terminal.sort()).toEqual(['program | a warning', 'program | it broke: because']);
    await running.stop();
  });
});

it.runIf(existsSync('/dev/full'))('a log on a full disk loses lines, reports that once, and does not throw', () => {
  const terminal: string[] = [];
  const log = openProcessLog('program', '/dev/full', (line) => terminal.push(line));
  for (const line of ['one', 'two']) log.line(line, false);
  expect(terminal).toEqual([expect.stringMatching(/^program \| its log cannot be written: .*ENOSPC/)]);
  expect(log.tail()).toEqual(['one', 'two']);
});

describe('lines', () => {
  it('are complete, however the stream is cut into chunks', () => {
    const lines: string[] = [];
    const split = splitLines((line) => lines.push(line));
    for (const chunk of ['a', 'b\nc', '\n\n', 'd']) split.chunk(chunk);
    split.end();
    expect(lines).toEqual(['ab', 'c', 'd']);
  });
});

function orThrow<T>(value: T | null): T {
  if (value === null) throw new Error('not yet');
  return value;
}
