import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** The exit code of a process after a promise rejects with `code` and no handler. */
function endsAfter(code: string): number | null {
  const module = new URL('./survive-lost-connections.ts', import.meta.url).href;
  const program = `
    const { surviveLostConnections } = await import(${JSON.stringify(module)});
    surviveLostConnections({ warn() {}, fatal() {} });
    void Promise.reject(Object.assign(new Error('no handler'), { code: ${JSON.stringify(code)} }));
    setImmediate(() => setImmediate(() => process.exit(0)));`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' }).status;
}

test.each([
  ['CONNECTION_CLOSED', 'goes on', 0],
  ['57P01', 'goes on', 0],
  ['XX000', 'ends', 1],
])('after an unhandled rejection with %s a process %s', (code, _, status) => {
  expect(endsAfter(code)).toBe(status);
});
